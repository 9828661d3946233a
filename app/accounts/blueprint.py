"""The blueprint that the files of this area's views share."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
