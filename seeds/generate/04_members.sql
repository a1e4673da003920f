-- The members: 25 people and 2 bots (times the square root of the scale). Some are strong, some weak; five join during
-- the year and improve; one leaves at the end of June; some use the hook. `skill` is what the other files go by.

create or replace table member_base as

select * from (values
    (1, 'Léa', 'Moreau', 2, 'mode', 3, 92, true, date '2025-01-06', null::date),
    (2, 'Inès', 'Benali', 1, 'mode', 2, 84, true, date '2025-01-06', null),
    (3, 'Thomas', 'Lefèvre', 1, 'mode', 2, 70, false, date '2025-01-06', null),
    (4, 'Chloé', 'Dubois', 1, 'mode', 2, 76, true, date '2025-01-06', null),
    (5, 'Marek', 'Nowák', 1, 'mode', 2, 44, false, date '2025-01-06', null),
    (6, 'Zoë', 'van den Berg', 3, 'mode', 2, 81, false, date '2025-01-06', null),
    (7, 'Aïcha', 'Diallo', 1, 'mode', 2, 88, true, date '2026-01-12', null),
    (8, 'Élodie', 'Garçon', 1, 'mode', 2, 66, false, date '2025-01-06', date '2026-07-01'),
    (9, 'João', 'Gonçalves', 1, 'mode', 2, 79, true, date '2026-03-02', null),
    (10, 'Camille', 'Rousseau', 5, 'mode', 1, 86, false, date '2025-01-06', null),
    (11, 'Sofía', 'Núñez', 1, 'mode', 2, 90, false, date '2026-09-01', null),
    (12, 'Björn', 'Lindström', 2, 'maison', 2, 87, true, date '2025-01-06', null),
    (13, 'Manon', 'Petit', 1, 'maison', 2, 73, false, date '2025-01-06', null),
    (14, 'Karim', 'Haddad', 1, 'maison', 2, 49, false, date '2025-01-06', null),
    (15, 'Solène', 'Le Goff', 3, 'maison', 2, 80, true, date '2025-01-06', null),
    (16, 'Đorđe', 'Petrović', 1, 'maison', 2, 75, false, date '2026-04-07', null),
    (17, 'Françoise', 'O''Brien', 4, 'maison', 1, 83, false, date '2025-01-06', null),
    (18, 'Yuki', 'Tanaka', 2, 'sport', 2, 93, true, date '2025-01-06', null),
    (19, 'Hugo', 'Bernard', 1, 'sport', 2, 68, false, date '2025-01-06', null),
    (20, 'Nadège', 'Mbaye', 1, 'sport', 2, 82, true, date '2025-01-06', null),
    (21, 'Mateusz', 'Wiśniewski', 1, 'sport', 1, 41, false, date '2025-01-06', null),
    (22, 'Anaïs', 'Fournier', 3, 'sport', 2, 77, false, date '2025-01-06', null),
    (23, 'Rémi', 'Çelik', 1, 'sport', 2, 85, true, date '2026-06-08', null),
    (24, 'Océane', 'Guérin', 1, 'sport', 1, 63, false, date '2025-01-06', null),
    (25, 'Noël', 'Kovács', 6, 'sport', 1, 74, false, date '2025-01-06', null)
) as base (
    ordinal, first_name, last_name, role, project_id, places, skill, uses_hook, joined_on, left_on
);

create or replace table member_plan as

with copies as (

    select
        member_base.*,
        numbers.copy,
        numbers.copy * 27 + member_base.ordinal as number
    from member_base
    cross join range(100) as numbers (copy)
    where numbers.copy < (select scale_root from settings)

),

humans as (

    select
        format('mb{:03d}', copies.number) as member_id,
        copies.number,
        copies.first_name,
        surnames.last_name,
        copies.role,
        copies.project_id,
        'human' as kind,
        (copies.places * (select scale_root from settings))::integer as max_conversations,
        copies.skill,
        copies.uses_hook,
        copies.joined_on,
        copies.left_on
    from copies
    inner join member_base as surnames
        on surnames.ordinal = (copies.ordinal - 1 + copies.copy * 7) % 25 + 1

),

bots as (

    select * from (values
        ('mb026', 26, 'Alizéa', 'Assistant', 0, 'mode', 'bot', 50, 60, false, date '2025-01-06', null::date),
        ('mb027', 27, 'Coach', 'Bot', 0, 'sport', 'bot', 50, 52, false, date '2026-02-02', null)
    ) as rows (
        member_id, number, first_name, last_name, role, project_id, kind, max_conversations, skill, uses_hook,
        joined_on, left_on
    )

)

select * from humans
union all
select * from bots;

create or replace table members as

select
    member_id,
    first_name,
    last_name,
    role::integer as role,
    project_id,
    kind,
    max_conversations::integer as max_conversations
from member_plan;
