"""政府信息公开工作年度报告: its sections, its tables, and whether its figures agree."""
