"""The views of the desk, in the packages that register them."""

from app.desk.access import views as access_views
from app.desk.audit import views as audit_views
from app.desk.banner import views as banner_views
from app.desk.blueprint import bp
from app.desk.edits import views as edit_views
from app.desk.figures import views as figure_views
from app.desk.health import views as health_views
from app.desk.jobs import views as job_views
from app.desk.manual import views as manual_views
from app.desk.orders import views as order_views
from app.desk.paste import payment_views, print_views, resi_views
from app.desk.privacy import views as privacy_views
from app.desk.queue import views as queue_views
from app.desk.search import views as search_views
from app.desk.stock import views as stock_views
from app.desk.webhooks import views as webhook_views
from app.desk.words import views as word_views

__all__ = [
    "access_views",
    "audit_views",
    "banner_views",
    "bp",
    "edit_views",
    "figure_views",
    "health_views",
    "job_views",
    "manual_views",
    "order_views",
    "payment_views",
    "print_views",
    "privacy_views",
    "queue_views",
    "resi_views",
    "search_views",
    "stock_views",
    "webhook_views",
    "word_views",
]
