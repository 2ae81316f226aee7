"""Swedish names."""

from store.demo.names.country import Country, lines, trades
from store.demo.numbers import swedish, swedish_phone

SWEDEN = Country(
    code="SE",
    currency="SEK",
    time_zone="Europe/Stockholm",
    price_level=1100,
    vat_percent=25,
    numbers=swedish,
    phone=swedish_phone,
    pattern="{root} {trade}",
    legal_forms=("AB",),
    first_names=lines("""
        Anna, Erik, Maria, Lars, Elin, Johan, Sara, Anders, Karin, Oskar, Emma, Nils, Ingrid, Axel, Linnéa, Gustav,
        Ebba, Viktor, Åsa, Mattias, Malin, Henrik, Saga, Fredrik, Ulla, Björn, Tuva, Samir, Leila, Göran, Hedda, Isak
    """),
    last_names=lines("""
        Andersson, Johansson, Karlsson, Nilsson, Eriksson, Larsson, Olsson, Persson, Svensson, Gustafsson, Pettersson,
        Jonsson, Jansson, Hansson, Bengtsson, Lindberg, Jakobsson, Lindström, Olofsson, Lindqvist, Lundgren, Berg,
        Axelsson, Bergqvist, Lundqvist, Sandström, Forsberg, Sjöberg, Wallin, Engström, Ek, Åberg
    """),
    roots=lines("""
        Ekdalens, Granviks, Björkhagens, Sjöstrands, Almlunds, Bergtorps, Dalkulla, Enebackens, Fallängens, Gärdets,
        Hallonbergs, Idunas, Klippans, Ljungvallens, Mossebo, Norrvikens, Olovslunds, Pilträdets, Rönnåsens,
        Skogsbrynets,
        Tallbackens, Utterviks, Vitsippans, Ängslyckans, Åkerbergs, Östansjös, Aspnäs, Bokskogens, Furuliden,
        Grindstugans, Havsbandets, Kvarnbäckens, Lindgårdens, Måsholmens, Nyponlidens, Rågåkerns, Solbergas, Stenkulla,
        Trollsjöns, Uddens, Videdals, Ågatans
    """),
    towns=("Malmö", "Lund", "Helsingborg", "Kalmar", "Växjö", "Halmstad", "Borås", "Örebro", "Gävle", "Umeå"),
    trades=trades(
        "Crafts",
        """Snickeri = Carpentry, Bygg = Construction, Rör = Plumbing, El = Electrical installation, Måleri = Painting,
        Plåt = Sheet metal, Trädgård = Landscaping, Bilverkstad = Car repair, Golv = Flooring""",
    )
    + trades(
        "Food",
        """Bageri = Bakery, Konditori = Pastry shop, Bryggeri = Brewery, Rosteri = Coffee roasting, Krog = Restaurant,
        Chark = Butchery, Mejeri = Dairy, Fisk = Fishmonger""",
    )
    + trades(
        "Shops",
        """Cykel = Bicycle shop, Möbler = Furniture, Optik = Optician, Bokhandel = Bookshop, Blommor = Florist,
        Sport = Sports shop, Leksaker = Toys""",
    )
    + trades(
        "Services",
        """Arkitekter = Architecture, Film = Film production, Mjukvara = Software, Åkeri = Haulage, Städ = Cleaning,
        Fysioterapi = Physiotherapy, Reklam = Advertising, Resor = Travel agency, Konsult = Consulting,
        Djurklinik = Veterinary clinic, Energi = Renewable energy""",
    ),
)
