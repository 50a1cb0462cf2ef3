"""What is owed for a wage earner for a month. Amounts are `int`: OpenFisca's `float` is 32 bits wide."""

from numpy import minimum
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

from entities import Person
from rounding import half_up


class RiskClass(Enum):
    __order__ = "very_low low medium high very_high"
    very_low = "Group I"
    low = "Group II"
    medium = "Group III"
    high = "Group IV"
    very_high = "Group V"


class risk_class(Variable):
    value_type = Enum
    possible_values = RiskClass
    default_value = RiskClass.very_low
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Risk group of the workplace"


class wage(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Month's wage: basic and fixed allowances"


class pension_wage(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Wage up to the ceiling of the pension"
    reference = "PP 45/2015 art. 29"

    def formula(person, period, parameters):
        return minimum(person("wage", period), parameters(period).wage_earner.jp_ceiling)


class job_loss_wage(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Wage up to the ceiling of the job-loss programme"
    reference = "PP 6/2025 art. 11(7)"

    def formula(person, period, parameters):
        return minimum(person("wage", period), parameters(period).wage_earner.jkp_ceiling)


class jkk_employer(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Work injury, paid by the employer"
    reference = "PP 44/2015 art. 16"

    def formula(person, period, parameters):
        rate = parameters(period).wage_earner.jkk[person("risk_class", period)]
        return half_up(person("wage", period) * rate)


class jkm_employer(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Death, paid by the employer"
    reference = "PP 44/2015 art. 18(1)"

    def formula(person, period, parameters):
        return half_up(person("wage", period) * parameters(period).wage_earner.jkm)


class jht_employer(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Old-age savings, paid by the employer"
    reference = "PP 46/2015 art. 16"

    def formula(person, period, parameters):
        return half_up(person("wage", period) * parameters(period).wage_earner.jht_employer)


class jht_worker(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Old-age savings, paid by the worker"
    reference = "PP 46/2015 art. 16"

    def formula(person, period, parameters):
        return half_up(person("wage", period) * parameters(period).wage_earner.jht_worker)


class jp_employer(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Pension, paid by the employer"
    reference = "PP 45/2015 art. 28"

    def formula(person, period, parameters):
        return half_up(person("pension_wage", period) * parameters(period).wage_earner.jp_employer)


class jp_worker(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Pension, paid by the worker"
    reference = "PP 45/2015 art. 28"

    def formula(person, period, parameters):
        return half_up(person("pension_wage", period) * parameters(period).wage_earner.jp_worker)


class jkp_state(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Job loss, paid by the central government"
    reference = "PP 6/2025 art. 11"

    def formula(person, period, parameters):
        return half_up(person("job_loss_wage", period) * parameters(period).wage_earner.jkp_state)


class jkp_from_jkk(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "Job loss, moved out of the work injury contribution"
    reference = "PP 6/2025 art. 11"

    def formula(person, period, parameters):
        return half_up(person("job_loss_wage", period) * parameters(period).wage_earner.jkp_from_jkk)
