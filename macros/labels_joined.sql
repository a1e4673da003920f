{{!-- labels_joined(column, others): the value of a dimension, or the values of several as one text, kept apart by a unit separator --}}
{{> label column=column}}{{#each others}} || chr(31) || {{> label column=this}}{{/each}}
