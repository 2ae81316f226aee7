"""German names; the towns are seats of register courts."""

from store.demo.names.country import Country, lines, trades
from store.demo.numbers import german, german_phone

GERMANY = Country(
    code="DE",
    currency="EUR",
    time_zone="Europe/Berlin",
    price_level=100,
    vat_percent=19,
    numbers=german,
    phone=german_phone,
    pattern="{trade} {root}",
    legal_forms=("GmbH", "GmbH", "GmbH", "AG"),
    first_names=lines("""
        Anna, Lukas, Katharina, Jonas, Lena, Felix, Sabine, Thomas, Julia, Maximilian, Claudia, Stefan, Hannah, Tim,
        Birgit, Jürgen, Petra, Matthias, Nora, Emre, Aylin, Florian, Greta, Moritz, Ulrike, Andreas, Marlene, Jannik,
        Frieda, Henning, Silke, Torsten, Elif, Ole, Wiebke, Carsten
    """),
    last_names=lines("""
        Müller, Schmidt, Schneider, Fischer, Weber, Meyer, Wagner, Becker, Schulz, Hoffmann, Koch, Bauer, Richter,
        Klein, Wolf, Schröder, Neumann, Schwarz, Zimmermann, Braun, Krüger, Hartmann, Lange, Werner, Krause, Lehmann,
        Köhler, Maier, Herrmann, Yilmaz, Brandt, Voigt, Sauer, Arnold, Petersen, Hansen
    """),
    roots=lines("""
        Lindner, Ahrens, Behrendt, Carstensen, Dittmer, Eggers, Fehling, Grotjahn, Harms, Ihde, Jessen, Kröger, Lühmann,
        Mewes, Niebuhr, Oldenburg, Paulsen, Quast, Reimers, Stahmer, Tiedemann, Ullrich, Vollmers, Wiechmann, Zander,
        Albrecht, Bergmann, Clausen, Detlefsen, Evers, Friedrichs, Gerken, Hinrichs, Immen, Janssen, Kühl, Lorenzen,
        Möller, Nissen, Ottens, Prahl, Rathje, Sievers, Thomsen, Uhlig, Voss, Wilkens, Alsterblick, Deichgraf,
        Heidekrug, Hafenkante, Kiefernhof, Leuchtfeuer, Moorhof, Rosengarten, Speicherstadt
    """),
    towns=("Hamburg", "Bremen", "Lübeck", "Kiel", "Hannover", "Rostock", "Flensburg", "Köln", "Leipzig"),
    trades=trades(
        "Crafts",
        """Tischlerei = Carpentry, Dachdeckerei = Roofing, Elektro = Electrical installation, Malerbetrieb = Painting,
        Sanitär = Plumbing, Metallbau = Metalwork, Gartenbau = Landscaping, Autohaus = Car dealer,
        Werft = Boat building,
        Zimmerei = Timber framing""",
    )
    + trades(
        "Food",
        """Bäckerei = Bakery, Konditorei = Pastry shop, Brauerei = Brewery, Rösterei = Coffee roasting,
        Gasthaus = Restaurant, Fleischerei = Butchery, Käserei = Dairy, Hofladen = Farm shop,
        Fischräucherei = Smokehouse
        """,
    )
    + trades(
        "Shops",
        """Fahrrad = Bicycle shop, Möbelhaus = Furniture, Optik = Optician, Buchhandlung = Bookshop,
        Floristik = Florist, Schuhhaus = Shoes, Spielwaren = Toys, Schreibwaren = Stationery""",
    )
    + trades(
        "Services",
        """Architekturbüro = Architecture, Spedition = Haulage, Softwarehaus = Software, Gebäudereinigung = Cleaning,
        Physiotherapie = Physiotherapy, Agentur = Advertising, Reisebüro = Travel agency, Ingenieurbüro = Engineering,
        Tierarztpraxis = Veterinary clinic, Druckerei = Printing, Filmwerkstatt = Film production""",
    ),
)
