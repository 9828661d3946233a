-- Orders of the sample member in every state, made through the shop's own functions on a clock set back.
-- Does nothing when the member already has orders.
do $orders$
declare
    v_customer_id uuid := (select id from customers where email = 'pembeli@sensasiwangi.test');
    v_bank jsonb := '{"code": "bca", "bank": "BCA", "number": "1234567890", "holder": "PT Sensasiwangi"}';
    v_address jsonb := '{"recipient_name": "Sari Pembeli", "phone_number": "+6281234567890", "province_name": "Jawa Barat", "city_name": "Kota Bandung",
        "district_name": "Coblong", "subdistrict_name": "Dago", "postal_code": "40135", "address_line": "Jl. Ir. H. Juanda No. 12, RT 003/RW 005", "additional_info": "Pagar hijau"}';
    v_sample record;
    v_order_id uuid;
    v_reached integer;
begin
    if exists (select from orders where customer_id = v_customer_id) then
        return;
    end if;
    for v_sample in
        select * from (values
            ('completed', '-21 days', 8), ('delivered', '-6 days', 7), ('shipped', '-3 days', 6), ('processing', '-2 days', 5), ('paid', '-30 hours', 4),
            ('in_review', '-5 hours', 3), ('awaiting_payment', '-3 hours', 2), ('quoted', '-2 hours', 1), ('awaiting_quote', '-1 hour', 0),
            ('cancelled', '-9 days', -1), ('expired', '-12 days', -2)
        ) as s (state, ago, steps)
    loop
        perform set_config('app.clock_offset', v_sample.ago, true),
            set_config('app.customer_id', v_customer_id::text, true), set_config('app.cart_id', '', true);
        perform add_to_cart(product_id, 1) from (
            select product_id from marketplace_listings
            where stock_on_hand >= 20 and slug not in ('melati-senja-50ml') order by md5(slug || v_sample.state) limit 2) l;
        perform choose_address(v_address, false);
        perform choose_shipping('ongkir-cs');
        select order_id into v_order_id from place_order(choose_payment('transfer-bca', v_bank), '24 hours');
        perform set_config('app.customer_id', '', true), set_config('app.actor', 'seed', true);
        v_reached := case when v_sample.steps = -2 then 2 else v_sample.steps end;
        if v_sample.state = 'cancelled' then
            perform advance_order(v_order_id, null, 'cancelled', 'Salah pilih ukuran');
        end if;
        if v_reached >= 1 then
            perform quote_shipping(v_order_id, null, 'JNE', 'REG', 18000);
        end if;
        perform set_config('app.customer_id', v_customer_id::text, true);
        if v_reached >= 2 then
            perform accept_shipping_quote(v_order_id, null, '24 hours');
        end if;
        if v_sample.state = 'in_review' then
            perform submit_payment_proof(v_order_id, 'application/pdf', convert_to(E'%PDF-1.4\n% contoh bukti transfer\n%%EOF\n', 'UTF8'));
        end if;
        perform set_config('app.customer_id', '', true);
        if v_reached >= 4 then
            perform record_payment(v_order_id, null, (select total_amount from orders where id = v_order_id), 'Dana cocok');
        end if;
        if v_reached >= 5 then
            perform advance_order(v_order_id, null, 'processing', '');
        end if;
        if v_reached >= 6 then
            perform ship_order(v_order_id, null, 'JNE', 'JT0' || to_char(v_reached, 'FM000') || '12345678');
        end if;
        if v_reached >= 7 then
            perform advance_order(v_order_id, null, 'delivered', '');
        end if;
        if v_reached >= 8 then
            perform advance_order(v_order_id, null, 'completed', '');
        end if;
        if v_sample.state = 'expired' then
            perform set_config('app.clock_offset', '-10 days', true);
            perform expire_orders(10);
        end if;
    end loop;
    perform set_config('app.clock_offset', '', true), set_config('app.actor', '', true);
end
$orders$;
