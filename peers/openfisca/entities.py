"""One entity: the person. A contribution is owed for a person and a month, and for nothing larger."""

from openfisca_core.entities import build_entity

Person = build_entity(
    key="person",
    plural="people",
    label="A member of the scheme",
    is_person=True,
)
