// Written by kpi from the catalog and the models; do not edit. `kpi build` and `kpi check` keep it current.

/** A KPI of the catalog. */
export type KpiRef =
  | 'Wlst-Card-1'
  | 'Wlst-Card-2'
  | 'Wlst-Card-3'
  | 'Wlst-Card-10'
  | 'Wlst-Card-11'
  | 'Wlst-Card-12'
  | 'Wlst-Card-13'
  | 'Wlst-Card-14'
  | 'Hook-Card-2'
  | 'Hook-Card-3'
  | 'Hook-Card-4'
  | 'Hook-Card-5'
  | 'Hook-Card-10'
  | 'Wget-Card-1'
  | 'Wget-Card-06'
  | 'Wget-Card-19'
  | 'Chat-Card-0'
  | 'Chat-Card-1'
  | 'Chat-Card-2'
  | 'Chat-Card-3'
  | 'Chat-Card-4'
  | 'Chat-Card-8'
  | 'Chat-Card-9'
  | 'Chat-Card-10'
  | 'Chat-Card-11'
  | 'Chat-Card-12'
  | 'Chat-Card-14'
  | 'Chat-Card-15'
  | 'Chat-Card-16'
  | 'Chat-Card-17'
  | 'Chat-Card-18'
  | 'Chat-Card-19'
  | 'Chat-Card-20'
  | 'Chat-Card-21'
  | 'Chat-Card-22'
  | 'Amb-Card-23'
  | 'Amb-Card-52'
  | 'Chat-Card-30'
  | 'Chat-Card-31'
  | 'Chat-Card-32'
  | 'Chat-Card-33'
  | 'Chat-Card-34'
  | 'Chat-Card-35'
  | 'Chat-Card-37'
  | 'Chat-Card-38'
  | 'Chat-Card-50'
  | 'Chat-Card-70'
  | 'Chat-Card-71'
  | 'Chat-Card-72'
  | 'Chat-Card-73'
  | 'Chat-Card-80'
  | 'Chat-Card-81'
  | 'Chat-Card-82'
  | 'Chat-Card-85'
  | 'Chat-Card-86'
  | 'Synt-Card-1'
  | 'Synt-Card-2'
  | 'Synt-Card-3'
  | 'Synt-Card-4'
  | 'Synt-Card-5'
  | 'Synt-Card-6'
  | 'Synt-Card-7'
  | 'Synt-Card-8'
  | 'Synt-Card-9'
  | 'Econ-Card-1'
  | 'Econ-Card-2'
  | 'Econ-Card-3'
  | 'Econ-Card-4'
  | 'Econ-Card-5'
  | 'Econ-Card-6'
  | 'Econ-Card-7'
  | 'Econ-Card-8'
  | 'Econ-Card-9'
  | 'Econ-Card-10'
  | 'Prod-Card-1'
  | 'Prod-Card-2'
  | 'Prod-Card-3'
  | 'Prod-Card-4'
  | 'Prod-Card-5'
  | 'Prod-Card-6'
  | 'Prod-Card-7'
  | 'Prod-Card-8'
  | 'Qual-Card-1'
  | 'Qual-Card-2'
  | 'Qual-Card-3'
  | 'Qual-Card-4'
  | 'Ecom-Card-1'
  | 'Ecom-Card-2'
  | 'Ecom-Card-3'
  | 'Ecom-Card-4'
  | 'Ecom-Card-5'
  | 'Ecom-Card-6'
  | 'Ecom-Card-7'
  | 'Ecom-Card-8'
  | 'Ecom-Card-9'
  | 'Ecom-Card-10'
  | 'Ecom-Card-11'
  | 'Ecom-Card-12'
  | 'Jrny-Card-1'
  | 'Jrny-Card-2'
  | 'Jrny-Card-3'
  | 'Jrny-Card-4'
  | 'Jrny-Card-5'
  | 'Jrny-Card-6'
  | 'Jrny-Card-7'
  | 'Jrny-Card-8'
  | 'Jrny-Card-9'
  | 'Jrny-Card-10'
  | 'Jrny-Card-11'
  | 'Jrny-Card-12'
  | 'Jrny-Card-13'
  | 'Jrny-Card-14'
  | 'Jrny-Card-15'
  | 'Jrny-Card-16'
  | 'Jrny-Card-17'
  | 'Jrny-Card-18'
  | 'Jrny-Card-19'
  | 'Jrny-Card-20'
  | 'Jrny-Card-21'
  | 'Jrny-Card-22'
  | 'Jrny-Card-23'

/** What is drawn: donuts, lines, histograms, funnels, bars, scatters, matrices. */
export type ChartRef =
  | 'Chat-Donut-1'
  | 'Chat-Donut-2'
  | 'Wlst-Line-1'
  | 'Chat-Line-2'
  | 'Chat-Line-3'
  | 'Chat-Line-5'
  | 'Chat-Line-50'
  | 'Chat-Funnel-1'
  | 'Chat-Bar-10'
  | 'Chat-Bar-11'
  | 'Chat-Bar-12'
  | 'Chat-Bar-13'
  | 'Chat-Bar-50'
  | 'Econ-Bar-1'
  | 'Qual-Table-1'
  | 'Qual-Table-2'
  | 'Ecom-Donut-1'
  | 'Ecom-Bar-1'

/** Tables and lists. */
export type TableRef = 'Chat-List-1' | 'Synt-Table-1' | 'Qual-List-1' | 'Jrny-List-1' | 'Jrny-List-2' | 'Jrny-List-3'

/** A family of KPIs. */
export type Family =
  | 'waiting_list'
  | 'hook'
  | 'widget'
  | 'conversations'
  | 'ratings'
  | 'sales'
  | 'synthesis'
  | 'economics'
  | 'productivity'
  | 'quality'
  | 'ecommerce'
  | 'journeys'

/** What figures are broken down by. */
export type Dimension =
  | 'project'
  | 'source'
  | 'channel'
  | 'universe'
  | 'theme'
  | 'role'
  | 'member'
  | 'participant'
  | 'traffic_source'
  | 'contact_channel'
  | 'sales_channel'
  | 'journey'
  | 'campaign'
  | 'message_channel'
  | 'return_reason'

/** Names by kind, for pages. */
export interface Refs {
  readonly kpi: KpiRef
  readonly chart: ChartRef
  readonly table: TableRef
  readonly family: Family
  readonly dimension: Dimension
}

/** The marts: dates and timestamps are texts (`2026-03-01`), counts numbers. */
export interface Marts {
  readonly campaign_recipients: {
    readonly delivery_id: string | null
    readonly contact_id: string | null
    readonly campaign_id: string | null
    readonly campaign_name: string | null
    readonly step: number | null
    readonly journey_id: string | null
    readonly journey_name: string | null
    readonly message_channel: string | null
    readonly is_delivered: boolean | null
    readonly is_bounced: boolean | null
    readonly is_undelivered: boolean | null
    readonly open_count: number | null
    readonly click_count: number | null
    readonly has_unsubscribe: boolean | null
    readonly has_abuse_report: boolean | null
    readonly order_count: number | null
    readonly order_amount: string | null
    readonly sent_at: string | null
    readonly sent_at_local: string | null
  }
  readonly component_values: {
    readonly component_ref: string
    readonly column_ref: string | null
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: string
    readonly dimension_value: string | null
    readonly numerator: number | null
    readonly denominator: number | null
    readonly value: number | null
    readonly sample_size: number
  }
  readonly conversations: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly chat_card_0: number | null
    readonly chat_card_1: number | null
    readonly chat_card_2: number | null
    readonly chat_card_3: number | null
    readonly chat_card_4: number | null
    readonly chat_card_8: number | null
    readonly chat_card_9: number | null
    readonly chat_card_10: number | null
    readonly chat_card_11: number | null
    readonly chat_card_12: number | null
    readonly chat_card_14: number | null
    readonly chat_card_15: number | null
    readonly chat_card_16: number | null
    readonly chat_card_17: number | null
    readonly chat_card_18: number | null
    readonly chat_card_19: number | null
    readonly chat_card_20: number | null
    readonly chat_card_21: number | null
    readonly chat_card_22: number | null
    readonly amb_card_23: number | null
    readonly amb_card_52: number | null
    readonly chat_card_30: number | null
    readonly chat_card_31: number | null
    readonly chat_card_32: number | null
    readonly chat_card_33: number | null
    readonly chat_card_34: number | null
    readonly chat_card_35: number | null
    readonly chat_card_37: number | null
    readonly chat_card_38: number | null
    readonly chat_card_50: number | null
    readonly chat_card_70: number | null
  }
  readonly cost_by_channel: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly bar_group: string | null
    readonly position: number | null
    readonly kpi_ref: KpiRef
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly value: number | null
    readonly sample_size: number
    readonly is_complete: boolean
    readonly is_settled: boolean
  }
  readonly ecommerce: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly ecom_card_1: number | null
    readonly ecom_card_2: number | null
    readonly ecom_card_3: number | null
    readonly ecom_card_4: number | null
    readonly ecom_card_5: number | null
    readonly ecom_card_6: number | null
    readonly ecom_card_7: number | null
    readonly ecom_card_8: number | null
    readonly ecom_card_9: number | null
    readonly ecom_card_10: number | null
    readonly ecom_card_11: number | null
    readonly ecom_card_12: number | null
  }
  readonly economics: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly econ_card_1: number | null
    readonly econ_card_2: number | null
    readonly econ_card_3: number | null
    readonly econ_card_4: number | null
    readonly econ_card_5: number | null
    readonly econ_card_6: number | null
    readonly econ_card_7: number | null
    readonly econ_card_8: number | null
    readonly econ_card_9: number | null
    readonly econ_card_10: number | null
  }
  readonly histogram_shares: {
    readonly component_ref: string
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly slot: number
    readonly share: number | null
    readonly sample_size: number
  }
  readonly hook: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly hook_card_2: number | null
    readonly hook_card_3: number | null
    readonly hook_card_4: number | null
    readonly hook_card_5: number | null
    readonly hook_card_10: number | null
  }
  readonly journey_analysis: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly name: string | null
    readonly journey_name: string | null
    readonly step: number | null
    readonly message_channel: string | null
    readonly jrny_card_14: number | null
    readonly jrny_card_4: number | null
    readonly jrny_card_1: number | null
  }
  readonly journey_overview: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly name: string | null
    readonly status: string
    readonly jrny_card_14: number | null
    readonly jrny_card_13: number | null
    readonly jrny_card_4: number | null
    readonly jrny_card_1: number | null
    readonly jrny_card_22: number | null
  }
  readonly journeys: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly jrny_card_1: number | null
    readonly jrny_card_2: number | null
    readonly jrny_card_3: number | null
    readonly jrny_card_4: number | null
    readonly jrny_card_5: number | null
    readonly jrny_card_6: number | null
    readonly jrny_card_7: number | null
    readonly jrny_card_8: number | null
    readonly jrny_card_9: number | null
    readonly jrny_card_10: number | null
    readonly jrny_card_11: number | null
    readonly jrny_card_12: number | null
    readonly jrny_card_13: number | null
    readonly jrny_card_14: number | null
    readonly jrny_card_15: number | null
    readonly jrny_card_16: number | null
    readonly jrny_card_17: number | null
    readonly jrny_card_18: number | null
    readonly jrny_card_19: number | null
    readonly jrny_card_20: number | null
    readonly jrny_card_21: number | null
    readonly jrny_card_22: number | null
    readonly jrny_card_23: number | null
  }
  readonly kpi_audit: {
    readonly kpi_ref: KpiRef
    readonly promise: string
    readonly fluctuates_by: readonly string[]
    readonly observation: string
    readonly compared: number
    readonly moved: number
    readonly largest_change: number | null
    readonly last_moved_days: number | null
    readonly settles_after_days: number | null
    readonly settles_too_early: boolean
    readonly replays: number
    readonly first_day: string | null
    readonly last_day: string | null
    readonly broken_figures: number
    readonly example_day: string | null
    readonly example_grain: string | null
    readonly example_period_start: string | null
    readonly example_period_end: string | null
    readonly example_dimension: string | null
    readonly example_dimension_value: string | null
    readonly example_value_then: number | null
    readonly example_value_now: number | null
    readonly inherits: readonly string[]
    readonly heirs: readonly string[]
    readonly evidence: string | null
    readonly is_current_definition: boolean
  }
  readonly kpi_catalog: {
    readonly kpi_ref: KpiRef
    readonly family: Family
    readonly name_en: string | null
    readonly name_fr: string | null
    readonly description_en: string | null
    readonly description_fr: string | null
    readonly kind: string
    readonly unit: string
    readonly better: string | null
    readonly is_fixed: boolean
    readonly fluctuates_by: readonly string[]
    readonly settles_after_days: number | null
    readonly additivity: string
    readonly status: string
    readonly dimensions: readonly string[]
    readonly column_name: string
    readonly target_min: number | null
    readonly target_max: number | null
    readonly companion_ref: string | null
    readonly formula: string
    readonly depends_on: readonly string[]
    readonly note: string | null
  }
  readonly kpi_histograms: {
    readonly component_ref: string
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly slot: number
    readonly slot_label: string
    readonly lower_bound: number | null
    readonly upper_bound: number | null
    readonly unit: string
    readonly count: number
  }
  readonly kpi_restatements: {
    readonly kpi_ref: KpiRef
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly old_value: number | null
    readonly new_value: number | null
    readonly reason: string
    readonly publication: number
    readonly version: string
    readonly old_version: string
    readonly data_end: string
    readonly old_data_end: string
  }
  readonly kpi_settling: {
    readonly kpi_ref: KpiRef
    readonly days: number | null
    readonly share: number | null
    readonly figures: number | null
  }
  readonly kpi_targets: {
    readonly kpi_ref: KpiRef
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly target_min: number | null
    readonly target_max: number | null
  }
  readonly kpi_values: {
    readonly kpi_ref: KpiRef
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly numerator: number | null
    readonly denominator: number | null
    readonly value: number | null
    readonly sample_size: number
    readonly is_complete: boolean
    readonly is_settled: boolean
  }
  readonly member_activity: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly last_name: string | null
    readonly first_name: string | null
    readonly member_id: string | null
    readonly role: number | null
    readonly amb_card_52: number | null
    readonly chat_card_21: number | null
    readonly chat_card_70: number | null
    readonly chat_card_73: number | null
    readonly chat_card_81: number | null
    readonly chat_card_80: number | null
  }
  readonly productivity: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly prod_card_1: number | null
    readonly prod_card_2: number | null
    readonly prod_card_3: number | null
    readonly prod_card_4: number | null
    readonly prod_card_5: number | null
    readonly prod_card_6: number | null
    readonly prod_card_7: number | null
    readonly prod_card_8: number | null
  }
  readonly productivity_and_quality: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly dimension_label: string | null
    readonly prod_card_3: number | null
    readonly qual_card_1: number | null
    readonly chat_card_1: number | null
  }
  readonly quality: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly qual_card_1: number | null
    readonly qual_card_2: number | null
    readonly qual_card_3: number | null
    readonly qual_card_4: number | null
  }
  readonly quality_by_member_and_theme: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly member: string | null
    readonly member_label: string | null
    readonly theme: string | null
    readonly theme_label: string | null
    readonly value: number | null
    readonly distance: number | null
    readonly sample_size: number
  }
  readonly ratings: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly chat_card_71: number | null
    readonly chat_card_72: number | null
    readonly chat_card_73: number | null
  }
  readonly sales: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly chat_card_80: number | null
    readonly chat_card_81: number | null
    readonly chat_card_82: number | null
    readonly chat_card_85: number | null
    readonly chat_card_86: number | null
  }
  readonly synthesis: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly synt_card_1: number | null
    readonly synt_card_2: number | null
    readonly synt_card_3: number | null
    readonly synt_card_4: number | null
    readonly synt_card_5: number | null
    readonly synt_card_6: number | null
    readonly synt_card_7: number | null
    readonly synt_card_8: number | null
    readonly synt_card_9: number | null
  }
  readonly theme_performance: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly dimension_label: string | null
    readonly synt_card_6: number | null
    readonly synt_card_2: number | null
    readonly synt_card_3: number | null
    readonly synt_card_9: number | null
    readonly synt_card_4: number | null
  }
  readonly verbatims: {
    readonly rating_id: string | null
    readonly conversation_id: string | null
    readonly project_id: string | null
    readonly theme: string | null
    readonly member_id: string | null
    readonly member_name: string | null
    readonly score: number | null
    readonly comment: string | null
    readonly given_at: string | null
    readonly given_at_local: string | null
  }
  readonly waiting_list: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly wlst_card_1: number | null
    readonly wlst_card_2: number | null
    readonly wlst_card_3: number | null
    readonly wlst_card_10: number | null
    readonly wlst_card_11: number | null
    readonly wlst_card_12: number | null
    readonly wlst_card_13: number | null
    readonly wlst_card_14: number | null
  }
  readonly widget: {
    readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly period_start: string
    readonly period_end: string
    readonly dimension: Dimension | 'total'
    readonly dimension_value: string | null
    readonly wget_card_1: number | null
    readonly wget_card_06: number | null
    readonly wget_card_19: number | null
  }
}
