"""Twenty bottles with a drawn picture each, as many as a page of the list shows; prints the address of one."""

import io

import django
from PIL import Image, ImageDraw

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from oscar.apps.catalogue.models import Category, Product, ProductClass, ProductImage  # noqa: E402
from oscar.apps.partner.models import Partner, StockRecord  # noqa: E402


def main() -> None:
    """Puts them into an empty shop."""
    if not Product.objects.exists():
        kind = ProductClass.objects.create(name="Parfum", requires_shipping=True, track_stock=True)
        category = Category.add_root(name="Parfum")
        partner = Partner.objects.create(name="Sensasiwangi")
        for number in range(1, 21):
            product = Product.objects.create(
                title=f"Melati Senja {number}", product_class=kind, description="Melati yang mekar saat langit jingga."
            )
            product.categories.add(category)
            StockRecord.objects.create(
                product=product,
                partner=partner,
                partner_sku=str(number),
                price_currency="IDR",
                price=245_000,
                num_in_stock=500,
            )
            ProductImage.objects.create(product=product, original=ContentFile(picture(number), f"bottle-{number}.png"))
    print(Product.objects.order_by("id").first().get_absolute_url())


def picture(number: int) -> bytes:
    """A bottle on paper."""
    image = Image.new("RGB", (640, 800), "#f8f1e3")
    pen = ImageDraw.Draw(image)
    pen.rectangle((200, 300, 440, 700), fill=f"hsl({number * 18}, 45%, 45%)", outline="#33261d", width=6)
    pen.rectangle((270, 200, 370, 300), fill="#33261d")
    packed = io.BytesIO()
    image.save(packed, "PNG")
    return packed.getvalue()


if __name__ == "__main__":
    main()
