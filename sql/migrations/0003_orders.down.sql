-- Loses every cart, quote, order, payment and payment proof.
set local role sensasiwangi_owner;
drop table payment_transitions, order_transitions, transfer_amounts, order_claims, payments, payment_proofs, order_events, order_items, orders,
    quote_lines, quotes, checkouts, shipping_options, cart_items, carts;
reset role;
