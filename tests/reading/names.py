"""Names of companies that are hard to search for."""

NAMES = [
    *("Müller & Söhne", "Strauß Bäckerei", "Straße 12", "Smørrebrød Æbleskiver", "Café Zoë", "Łódź Handel"),
    *("100% Økologi", "under_score ApS", 'O\'Brien "Quotes"', "tilde~Firma", "back\\slash", "Ýmir Ísland"),
    *("DÖNER", "döner kebab", "naïve", "A/S Nord-Syd", "北京 Import"),
]
