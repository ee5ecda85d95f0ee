"""How do our words look as papers?

paper               the page of an official document (GB/T 9704); fonts, those it names
circular, bulletin  通报, and an issue of the office's own publication
"""
