"""Floor 9, planning: from the day one knows to the days that keep every promise; is it in line with the compact?"""
