//! What the institution does, a file each: load, decide, write.

pub(crate) mod change_membership;
pub(crate) mod correct_person;
pub(crate) mod declare_value;
pub(crate) mod enrol_member;
pub(crate) mod merge_people;
pub(crate) mod once;
pub(crate) mod receive_payment;
pub(crate) mod refund_credit;
pub(crate) mod register_payer;
pub(crate) mod register_person;
pub(crate) mod relate_person;
pub(crate) mod report_death;
pub(crate) mod report_payer;
pub(crate) mod reverse_payment;
pub(crate) mod sweep_funds;
