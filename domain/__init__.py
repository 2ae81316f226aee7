"""The portal's rules in plain Python: words, access, state machines, attention, money, months, errors."""
