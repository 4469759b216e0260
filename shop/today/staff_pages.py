"""`/heute`: what there is to do, the most urgent first, each one tap from being done."""

from datetime import timedelta

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from shop.accounts.access import needs
from shop.clock import today
from shop.disputes.queries import open_disputes
from shop.fulfilment.staff_queries import waiting
from shop.mail.queries import failed_mails
from shop.origin.expiring import expiring
from shop.purchasing.overdue_purchases import overdue_purchases
from shop.refunds.queries import refund_tasks
from shop.returns.open_withdrawals import open_withdrawals
from shop.stock.running_out import running_out
from shop.stock.soon_lost import expiring_goods
from shop.stocktake.queries import stocktakes
from shop.today.day_file import day_file
from shop.today.day_report import KINDS, day_asked, day_report
from shop.today.orders import SHOWN, to_decide, to_hand_over, to_pack, to_ship

blueprint = Blueprint("today", __name__)


@blueprint.get("/heute")
@needs("staff")
def index() -> ResponseReturnValue:
    withdrawals, all_withdrawals = open_withdrawals(SHOWN)
    mails = failed_mails()
    return render_template(
        "today/index.html",
        to_pack=to_pack(),
        to_ship=to_ship(),
        to_hand_over=to_hand_over(),
        to_decide=to_decide(),
        blocked=waiting()["gesperrt"],
        withdrawals=withdrawals,
        all_withdrawals=all_withdrawals,
        refunds=refund_tasks(),
        disputes=open_disputes(SHOWN),
        mails=mails,
        failed_mails=len(mails),
        certificates=expiring(),
        running=running_out(),
        expiring=expiring_goods(),
        purchases=overdue_purchases(),
        stocktakes=stocktakes(is_open=True),
        shown=SHOWN,
        day=today(),
    )


@blueprint.get("/heute/bericht")
@needs("staff")
def report() -> ResponseReturnValue:
    """One day, from the books; `?tag=2026-11-22` for another than today."""
    found = day_report(day_asked(request.args.get("tag", "")))
    return render_template(
        "today/report.html",
        report=found,
        kinds=KINDS,
        before=found.day - timedelta(days=1),
        after=found.day + timedelta(days=1) if found.day < today() else None,
    )


@blueprint.get("/heute/bericht.csv")
@needs("staff")
def report_file() -> ResponseReturnValue:
    found = day_report(day_asked(request.args.get("tag", "")))
    return Response(
        day_file(found),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="tag_{found.day}.csv"'},
    )
