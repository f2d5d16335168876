"""Columns and the home page: is there new content?"""
