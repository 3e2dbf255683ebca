// What somebody types into a field for a date stays as it is typed: the server reads it, or says how
// to write it. Without this, Wagtail's calendar puts today in place of whatever it cannot read.
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
