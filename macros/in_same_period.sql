{{!-- in_same_period(moment, grain): the join that puts a row into its period: by bucket for a grain's periods, by bounds for any others --}}
{{#if grain}}periods.period_start = {{> bucket grain=grain moment=moment}}{{else}}{{moment}} >= periods.period_start and {{moment}} < periods.period_end{{/if}}
