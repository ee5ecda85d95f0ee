"""Is a password known by its hash, and a stranger no sooner refused?"""

from office.use_cases.passwords import hash_password, matches


def test_a_password_matches_its_own_hash_only() -> None:
    stored = hash_password("政务信息-2026")
    assert matches(stored, "政务信息-2026")
    assert not matches(stored, "政务信息-2025")


def test_the_hash_is_argon2id_at_rfc_9106s_second_choice_and_salted() -> None:
    assert hash_password("a").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert hash_password("a") != hash_password("a")


def test_neither_an_empty_nor_a_damaged_hash_lets_anybody_in() -> None:
    assert not matches("", "")
    assert not matches("no hash at all", "no hash at all")
