"""The portal's types on stock Strawberry: resolvers per object, aiodataloader, entities of SQLAlchemy's ORM."""
