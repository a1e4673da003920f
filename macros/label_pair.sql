{{!-- label_pair(column, with_column): the values of two dimensions as one text, kept apart by a unit separator --}}
{{> label column=column}} || chr(31) || {{> label column=with_column}}
