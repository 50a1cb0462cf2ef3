// Something that a person has to mend, said to that person: shown without the place in this program.

export class Fault extends Error {}
