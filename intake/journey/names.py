"""Names of fields that the intake's pages have besides questions and those of the schema."""

IS_PERSON = "is_person"  # says that it was filled in by mistake
SEEN = "seen_answers"  # a digest of the answers that the page showed
SHOWN = "shown_questions"  # the questions that it had
KEEP_OTHER = "keep_other"  # the answers of another window stay
MAIL_TO = "mail_to"  # where the address of the draft is sent
KEY = "mail_key"  # what only the email to the sender has
CSRF = "page_of"  # shows that a form of the desk comes from a page of the same session
