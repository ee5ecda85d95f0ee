"""How do our words look as papers?

paper  the page of an official document (GB/T 9704);  circular  通报
"""
