"""Names of the published files that corpora are joined of, each in one string with spaces between."""

from __future__ import annotations

THREADS = (
    "allen_p_1 allen_p_67 davis_d_14 davis_d_30 griffith_j_13 lokay_m_19 lokay_m_31 lokay_m_44 lokey_t_143"
    " lokey_t_188 lokey_t_259 lokey_t_58 lokey_t_770 lokey_t_786 presto_k_127 ring_a_109 shankman_j_126 shankman_j_20"
    " skilling_j_1160 skilling_j_1399 skilling_j_1466 staab_t_16 staab_t_7 swerzbin_m_8 townsend_j_152 townsend_j_39"
    " townsend_j_40 ybarbo_p_125 ybarbo_p_166 ybarbo_p_265 ybarbo_p_316 ybarbo_p_545 ybarbo_p_554 ybarbo_p_582"
    " ybarbo_p_596 zufferli_j_31"
)
"""emailcoref: training threads."""

TEST_THREADS = (
    "dorland_c_11 dorland_c_65 lokay_m_15 lokay_m_17 lokey_t_587 quigley_d_26 shankman_j_111 skilling_j_119"
    " skilling_j_2536 ybarbo_p_525"
)
"""emailcoref: test threads, which are reported on."""

EVENTS = (
    "california_wildfires_2018 canada_wildfires_2016 cyclone_idai_2019 ecuador_earthquake_2016 greece_wildfires_2018"
    " hurricane_dorian_2019 hurricane_florence_2018 hurricane_harvey_2017 hurricane_irma_2017 hurricane_maria_2017"
    " hurricane_matthew_2016 italy_earthquake_aug_2016 kaikoura_earthquake_2016 kerala_floods_2018"
    " maryland_floods_2018 midwestern_us_floods_2019 pakistan_earthquake_2019 puebla_mexico_earthquake_2017"
    " srilanka_floods_2017"
)
"""IDRISI-R: disasters."""

INTENTS = "AddToPlaylist BookRestaurant GetWeather PlayMusic SearchScreeningEvent"
"""Snips: those whose texts hold places or dates."""

DOMAINS = "airline fastfood finance insurance media software"
"""MultiDoGO."""

SGD_FILES = {"train": 127, "dev": 20, "test": 34}
"""Files of dialogues in each split."""

GUM_DOCUMENTS = {
    "academic": (
        "art census discrimination economics eegimaa enjambment epistemic exposure games huh implicature librarians"
        " lighting mutation replication salinity theropod thrones"
    ),
    "bio": (
        "bernoulli byron chao dvorak emperor enfant fillmore galois goode gordon hadid higuchi holt jerome"
        " jespersen marbles moreau nida padalecki theodorus"
    ),
    "court": "equality fire insanity loan mitigation negligence prince property",
    "interview": (
        "ants brotherhood chomsky cocktail cyclone daly dungeon gaming herrick hill libertarian licen mcguire"
        " mckenzie messina onion peres shalev stardust"
    ),
    "news": (
        "afghan asylum clock crane defector election expo flag hackers homeopathic ie9 imprisoned iodine korea"
        " lanterns nasa questionnaire sensitive soccer stampede taxes warhol warming worship"
    ),
    "speech": "floyd impeachment inauguration maiden nixon remarks telescope",
    "voyage": (
        "athens chatham cleveland coron cuba fortlee guadeloupe isfahan lodz merida oakland phoenix socotra"
        " sydfynske thailand tulsa vavau york"
    ),
}
"""By genre. What is left out is under licences that forbid commercial use or derivatives, or is no running text."""

NOVELS = (
    "1023_bleak_house 105_persuasion 1064_the_masque_of_the_red_death 110_tess_of_the_durbervilles_a_pure_woman"
    " 11231_bartleby_the_scrivener_a_story_of_wallstreet 113_the_secret_garden 1155_the_secret_adversary"
    " 11_alices_adventures_in_wonderland 1206_the_flying_u_ranch 120_treasure_island 1245_night_and_day"
    " 1260_jane_eyre_an_autobiography 12677_personality_plus_some_experiences_of_emma_mcchesney_and_her_son_jock"
    " 1327_elizabeth_and_her_german_garden 1342_pride_and_prejudice 1400_great_expectations 145_middlemarch"
    " 15265_the_quest_of_the_silver_fleece_a_novel 155_the_moonstone 158_emma"
    " 160_the_awakening_and_selected_short_stories 16357_mary_a_fiction 1661_the_adventures_of_sherlock_holmes"
    " 1695_the_man_who_was_thursday_a_nightmare 171_charlotte_temple 174_the_picture_of_dorian_gray"
    " 18581_adrift_in_new_york_tom_and_florence_braving_the_world 2005_piccadilly_jim 2084_the_way_of_all_flesh"
    " 208_daisy_miller_a_study 2095_clotelle_a_tale_of_the_southern_states 209_the_turn_of_the_screw"
    " 215_the_call_of_the_wild 2166_king_solomons_mines 217_sons_and_lovers 219_heart_of_darkness"
    " 233_sister_carrie_a_novel 238_dear_enemy 2489_moby_dick 24_o_pioneers 2641_a_room_with_a_view 271_black_beauty"
    " 2775_the_good_soldier 27_far_from_the_madding_crowd 2807_to_have_and_to_hold 2814_dubliners"
    " 2852_the_hound_of_the_baskervilles 2891_howards_end 3268_the_mysteries_of_udolpho 32_herland"
    " 33_the_scarlet_letter 3457_the_man_of_the_forest 345_dracula 351_of_human_bondage"
    " 367_country_of_the_pointed_firs 36_the_war_of_the_worlds"
    " 4051_lady_bridget_in_the_nevernever_land_a_story_of_australian_life 41286_miss_marjoribanks"
    " 41_the_legend_of_sleepy_hollow 4217_a_portrait_of_the_artist_as_a_young_man 4276_north_and_south 4300_ulysses"
    " 432_the_ambassadors 434_the_circular_staircase 44_the_song_of_the_lark 45_anne_of_green_gables"
    " 472_the_house_behind_the_cedars 502_desert_gold 514_little_women 521_the_life_and_adventures_of_robinson_crusoe"
    " 5230_the_invisible_man_a_grotesque_romance 5348_ragged_dick_or_street_life_in_new_york_with_the_bootblacks"
    " 541_the_age_of_innocence 543_main_street 550_silas_marner 599_vanity_fair"
    " 6053_evelina_or_the_history_of_a_young_ladys_entrance_into_the_world 60_the_scarlet_pimpernel"
    " 62_a_princess_of_mars 6593_history_of_tom_jones_a_foundling 711_allan_quatermain 730_oliver_twist"
    " 73_the_red_badge_of_courage_an_episode_of_the_american_civil_war 74_the_adventures_of_tom_sawyer"
    " 766_david_copperfield 768_wuthering_heights 76_adventures_of_huckleberry_finn 77_the_house_of_the_seven_gables"
    " 78_tarzan_of_the_apes 805_this_side_of_paradise 829_gullivers_travels_into_several_remote_nations_of_the_world"
    " 84_frankenstein_or_the_modern_prometheus 876_life_in_the_ironmills_or_the_korl_woman"
    " 8867_the_magnificent_ambersons 932_the_fall_of_the_house_of_usher"
    " 940_the_last_of_the_mohicans_a_narrative_of_1757 95_the_prisoner_of_zenda 969_the_tenant_of_wildfell_hall"
    " 974_the_secret_agent_a_simple_tale 9830_the_beautiful_and_damned"
)
"""LitBank."""
