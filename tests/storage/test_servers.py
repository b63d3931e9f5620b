import redis
from sqlalchemy import Engine, text


def test_each_database_answers_and_has_its_tables(database: Engine) -> None:
    with database.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM villages")).scalar_one() == 0


def test_each_test_has_a_database_of_its_own(database: Engine) -> None:
    with database.begin() as connection:
        count = connection.execute(text("SELECT count(*) FROM villages")).scalar_one()
        connection.execute(
            text(
                "INSERT INTO villages (village, name, timezone, currency, locales,"
                " catalogue_version) VALUES ('x', 'X', 'UTC', 'EUR', '[]', 0)"
            )
        )
    assert count == 0


def test_redis_keeps_a_value(redis_url: str) -> None:
    client = redis.Redis.from_url(redis_url)
    client.set("test:servers", "there", ex=60)
    assert client.get("test:servers") == b"there"
    client.close()
