"""`gateway rotate-keys`: the keys that sign the tokens of integrations follow one another."""

import click


@click.command("rotate-keys")
@click.option("--at-once", is_flag=True, help="The present keys are in wrong hands: what they signed ends at once.")
def rotate_keys(at_once: bool) -> None:
    """Make the next key that signs the tokens of integrations.

    It signs from in a quarter of an hour on, when everybody knows it. Keys of 90 days are followed by themselves.
    """
    from gateway.cli.environment import settings

    chosen = settings()
    from gateway.cli.database import ready_store, run
    from gateway.tokens.own import OwnIssuer
    from store.vault import Vault

    async def work() -> None:
        async with ready_store(chosen) as store:
            await OwnIssuer(store, Vault(chosen.secret_keys), chosen.public_url).rotate(at_once=at_once)

    run(work)
    click.echo("The next key signs at once." if at_once else "The next key signs from in 15 minutes on.")
