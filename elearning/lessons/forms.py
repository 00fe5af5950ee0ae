from django import forms


class ReadingForm(forms.Form):
    lesson = forms.IntegerField(min_value=1)
