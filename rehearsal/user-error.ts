/** A mistake that the user can mend: its message is printed without a stack trace, and says what to do next. */
export class UserError extends Error {}
