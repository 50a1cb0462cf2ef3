"""What a self-employed worker owes for a month, old-age savings chosen."""

from numpy import where
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from entities import Person
from rounding import half_up


class income(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Declared monthly income"


class works_in_transport(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Driver, courier or other worker of the transport sector"


class basis(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Basis of the contribution, from the bracket of the income"
    reference = "PP 44/2015 annex II"

    def formula(person, period, parameters):
        return parameters(period).self_employed.basis.calc(person("income", period))


class relief_factor(Variable):
    value_type = float
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Share of JKK and JKM that remains due"
    reference = "PP 50/2025"

    def formula(person, period, parameters):
        remaining = parameters(period).self_employed.transport_relief
        return where(person("works_in_transport", period), remaining, 1)


class jkk_self(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Work injury, paid by the worker"
    reference = "PP 44/2015 annex II"

    def formula(person, period, parameters):
        full = half_up(person("basis", period) * parameters(period).self_employed.jkk)
        return half_up(full * person("relief_factor", period))


class jkm_self(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Death, paid by the worker"
    reference = "PP 44/2015"

    def formula(person, period, parameters):
        full = parameters(period).self_employed.jkm
        return half_up(full * person("relief_factor", period))


class jht_self(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Old-age savings, paid by the worker"
    reference = "PP 46/2015 annex"

    def formula(person, period, parameters):
        return half_up(person("basis", period) * parameters(period).self_employed.jht)
