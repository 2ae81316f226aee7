"""The material of the demo world's names, country by country; every company and person in it is invented."""

from store.demo.names.country import Country, Trade
from store.demo.names.denmark import DENMARK
from store.demo.names.germany import GERMANY
from store.demo.names.sweden import SWEDEN

COUNTRIES = {country.code: country for country in (DENMARK, GERMANY, SWEDEN)}

__all__ = ["COUNTRIES", "DENMARK", "GERMANY", "SWEDEN", "Country", "Trade"]
