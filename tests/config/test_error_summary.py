"""What a summary of errors says of what was typed is true."""

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override


class Plain(forms.Form):
    name = forms.CharField()


class WithPasswords(Plain):
    password = forms.CharField(widget=forms.PasswordInput)
    again = forms.CharField(widget=forms.PasswordInput)


def told(form: forms.Form) -> str:
    with override("vi"):
        return " ".join(render_to_string("components/error_summary.html", {"form": form}).split())


def test_nothing_is_lost():
    assert "Những gì bạn đã nhập không bị mất." in told(Plain({}))


def test_where_there_is_none_no_password_is_spoken_of():
    assert "mật khẩu" not in told(Plain({}))


def test_a_password_is_said_to_be_typed_again_once():
    assert told(WithPasswords({"name": "An"})).count("Chỉ mật khẩu phải nhập lại.") == 1


def test_without_an_error_nothing_is_said():
    assert told(Plain({"name": "An"})) == ""
