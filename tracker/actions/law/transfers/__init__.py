"""Transfers between authorities: keys, histories out and in, receipts."""

from typing import TYPE_CHECKING

from tracker.loading import by_name

if TYPE_CHECKING:
    from tracker.actions.law.transfers import (
        awaited,
        checking,
        loading,
        notices_out,
        outgoing,
        receipts,
        signed_files,
        transfer_keys,
    )
else:
    __getattr__ = by_name(__name__)
