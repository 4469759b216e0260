from flask import Flask

from shop.config import settings
from tests.make.proofs import make_certificate, make_pdf, make_scheme

_EINS = make_pdf()


def _said(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["check-evidence"])
    return result.exit_code, result.output


def test_files_that_are_as_they_were_are_counted(app: Flask) -> None:
    assert _said(app) == (0, "0 Dateien sind da und unverändert.\n")
    make_certificate(app, make_scheme(app))
    assert _said(app) == (0, "2 Dateien sind da und unverändert.\n")


def test_what_is_missing_or_changed_is_named(app: Flask) -> None:
    scheme = make_scheme(app, name="Demo-Bio")
    make_certificate(app, scheme, number="DEMO-88", file=_EINS)
    make_certificate(app, scheme, number="DEMO-99", file=make_pdf())
    with app.app_context():
        for path in (settings().data_dir / "evidence").iterdir():
            if path.read_bytes() == _EINS:
                path.write_bytes(make_pdf())
            elif path.read_bytes().startswith(b"\x89PNG"):
                path.unlink()
    code, said = _said(app)
    assert code == 1
    assert "DEMO-88" in said and "Zeichen Demo-Bio" in said and "DEMO-99" not in said
