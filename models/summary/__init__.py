from . import commercial_summary_schedule, commercial_summary_mail
