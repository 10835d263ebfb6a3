"""The form as a person fills it in: what is asked, what was answered, in which words."""
