"""Mails leave the house: written from their texts, carried by SMTP or into a folder, tried again where needed."""
