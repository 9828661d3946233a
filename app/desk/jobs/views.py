"""The worker's jobs at the desk: what is stuck, and a button to try again."""

from flask import Response, url_for

from app import db, render
from app.desk.blueprint import bp, page
from app.desk.jobs import queries
from app.desk.queue import queries as queue
from app.security import staff

JOBS = ("desk/jobs.html", "partials/desk/jobs.html")


@bp.get("/jobs")
def jobs() -> Response:
    """What is parked, and whether the worker keeps up."""
    parked, waiting, counts = db.read(staff(), queries.parked(), queries.waiting(), queue.counts())
    return page(
        *JOBS, also=("partials/desk/queues.html",), title="Pekerjaan", parked=parked, waiting=waiting, counts=counts
    )


@bp.post("/jobs/<int:job_id>/retry")
def retry_job(job_id: int) -> Response:
    """Tries a parked job again."""
    db.transaction(staff(), queries.retry(job_id))
    return render.redirect(url_for(".jobs"))
