"""Danish names."""

from store.demo.names.country import Country, lines, trades
from store.demo.numbers import danish, danish_phone

DENMARK = Country(
    code="DK",
    currency="DKK",
    time_zone="Europe/Copenhagen",
    price_level=750,
    vat_percent=25,
    numbers=danish,
    phone=danish_phone,
    pattern="{root} {trade}",
    legal_forms=("ApS", "ApS", "ApS", "A/S", "I/S"),
    first_names=lines("""
        Mette, Lars, Anne, Søren, Kirsten, Jens, Hanne, Peter, Camilla, Mikkel, Louise, Rasmus, Ida, Frederik, Sofie,
        Emil, Astrid, Magnus, Freja, Oliver, Karen, Henrik, Birgitte, Thomas, Lene, Jakob, Signe, Kasper, Maja, Nikolaj,
        Amina, Yusuf, Dorthe, Torben, Pernille, Anders, Gitte, Bjarne, Liv, Storm
    """),
    last_names=lines("""
        Nielsen, Jensen, Hansen, Pedersen, Andersen, Christensen, Larsen, Sørensen, Rasmussen, Jørgensen, Petersen,
        Madsen, Kristensen, Olsen, Thomsen, Poulsen, Johansen, Møller, Mortensen, Knudsen, Holm, Dahl, Lund, Krogh,
        Bech, Friis, Vestergaard, Skov, Winther, Bruun, Ravn, Kjær, Toft, Østergaard, Juhl, Hald
    """),
    roots=lines("""
        Lindholm, Skovly, Vesterlund, Bakkegård, Engdal, Nordstrand, Søgården, Kildevæld, Højbo, Møllehave, Strandby,
        Birkelund, Egeskov, Fyrbakken, Granhøj, Havgaard, Klintebo, Lyngbakke, Mosekær, Nørregaard, Overdrev, Præstely,
        Rosenvænge, Sandager, Tornhøj, Ulvedal, Vangely, Åkær, Ørnevig, Askebjerg, Bøgely, Damgaard, Enghave, Fuglsang,
        Gammelmark, Hedelund, Idalund, Kirkeby, Langelinje, Marielyst, Nyvang, Pilegaard, Rugbjerg, Stenløkke, Thorsvig,
        Udsigten, Vindeby, Ærtebjerg, Østervig, Brohave, Dueslag, Falkenborg, Grønlund, Hvidsten, Kongshøj, Lærkely
    """),
    towns=("Aarhus", "Odense", "Aalborg", "Esbjerg", "Randers", "Kolding", "Horsens", "Vejle", "Roskilde", "Herning"),
    trades=trades(
        "Crafts",
        """Tømrer = Carpentry, Murer = Masonry, VVS = Plumbing, El = Electrical installation, Maler = Painting,
        Tagdækning = Roofing, Anlæg = Landscaping, Smedje = Metalwork, Autoværksted = Car repair, Køl = Cooling systems
        """,
    )
    + trades(
        "Food",
        """Bageri = Bakery, Café = Café, Bryghus = Brewery, Kaffe = Coffee roasting, Køkken = Restaurant,
        Slagter = Butchery, Mejeri = Dairy, Gartneri = Market gardening, Catering = Catering, Is = Ice cream""",
    )
    + trades(
        "Shops",
        """Cykler = Bicycle shop, Møbler = Furniture, Optik = Optician, Boghandel = Bookshop, Blomster = Florist,
        Tekstil = Textiles, Legetøj = Toys, Bådudstyr = Boating equipment""",
    )
    + trades(
        "Services",
        """Arkitekter = Architecture, Film = Film production, Software = Software, Transport = Haulage,
        Rengøring = Cleaning, Fysioterapi = Physiotherapy, Reklame = Advertising, Rejser = Travel agency,
        Ingeniører = Engineering, Dyreklinik = Veterinary clinic, Energi = Renewable energy, Vikar = Staffing""",
    ),
)
