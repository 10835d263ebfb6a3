"""Names of fields that pages have besides questions, whose ids have no underscore."""

HONEYPOT = "web_site"  # people neither see nor hear it; programs that fill in everything fill it in
IS_PERSON = "is_person"  # says that it was filled in by mistake
SEEN = "seen_answers"  # a digest of the answers that the page showed
SHOWN = "shown_questions"  # the questions that it had
CHANGE = "change_of"  # the question for which a step was opened from the page to check
KEEP_OTHER = "keep_other"  # the answers of another window stay
MAIL_TO = "mail_to"  # where the address of the draft is sent
KEY = "mail_key"  # what only the email to the sender has
CSRF = "page_of"  # shows that a form of the desk comes from a page of the same session
