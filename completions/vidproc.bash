#!/bin/bash

__vidproc_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__vidproc_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__vidproc_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__vidproc_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_vidproc() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __vidproc_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    capture|probe|detect|annotate|models|track|track-eval|analyze|transcode-hls|check-hls|schema|sink|help)
        # Offer subcommand argument completions
        "_vidproc_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'capture probe detect annotate models track track-eval analyze transcode-hls check-hls schema sink help' -- "${cur}"))
        ;;
    esac
}

_vidproc_capture() {
    repeating_flags=()
    non_repeating_flags=(--no-audio --reconnect --realtime --list-devices --quiet -q --verbose -v --version -h --help)
    repeating_options=(--input-option)
    non_repeating_options=(--output -o --emit --format --start --duration --limit --timeout --input-format --fps --size --pixel-format --filter --live --record --record-segment --snapshot --every --progress)
    __vidproc_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--output'|'-o')
        return
        ;;
    '--emit')
        __vidproc_add_completions -W 'frames'$'\n''records'
        return
        ;;
    '--format')
        __vidproc_add_completions -W 'nut'$'\n''y4m'
        return
        ;;
    '--start')
        return
        ;;
    '--duration')
        return
        ;;
    '--limit')
        return
        ;;
    '--timeout')
        return
        ;;
    '--input-format')
        return
        ;;
    '--input-option')
        return
        ;;
    '--fps')
        return
        ;;
    '--size')
        return
        ;;
    '--pixel-format')
        return
        ;;
    '--filter')
        return
        ;;
    '--live')
        __vidproc_add_completions -W 'block'$'\n''drop'
        return
        ;;
    '--record')
        return
        ;;
    '--record-segment')
        return
        ;;
    '--snapshot')
        return
        ;;
    '--every')
        return
        ;;
    '--progress')
        __vidproc_add_completions -W 'auto'$'\n''bar'$'\n''json'$'\n''none'
        return
        ;;
    esac
}

_vidproc_probe() {
    repeating_flags=()
    non_repeating_flags=(--fast --quiet -q --verbose -v --version -h --help)
    repeating_options=(--input-option)
    non_repeating_options=(--timeout --input-format --progress)
    __vidproc_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--timeout')
        return
        ;;
    '--input-format')
        return
        ;;
    '--input-option')
        return
        ;;
    '--progress')
        __vidproc_add_completions -W 'auto'$'\n''bar'$'\n''json'$'\n''none'
        return
        ;;
    esac
}

_vidproc_detect() {
    repeating_flags=()
    non_repeating_flags=(--agnostic-nms --fail-empty --timing --no-audio --reconnect --quiet -q --verbose -v --version -h --help)
    repeating_options=(--model --roi --input-option)
    non_repeating_options=(--task --labels --decoder --input-size --engine --threads --precision --batch --classes --min-score --iou --max-objects --min-size --mask --every --fps --gate --tile --output -o --emit --format --crops --start --duration --limit --timeout --input-format --progress)
    __vidproc_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--task')
        return
        ;;
    '--model')
        return
        ;;
    '--labels')
        return
        ;;
    '--decoder')
        return
        ;;
    '--input-size')
        return
        ;;
    '--engine')
        __vidproc_add_completions -W 'auto'$'\n''opencv'$'\n''openvino'
        return
        ;;
    '--threads')
        return
        ;;
    '--precision')
        __vidproc_add_completions -W 'auto'$'\n''full'
        return
        ;;
    '--batch')
        return
        ;;
    '--classes')
        return
        ;;
    '--min-score')
        return
        ;;
    '--iou')
        return
        ;;
    '--max-objects')
        return
        ;;
    '--min-size')
        return
        ;;
    '--roi')
        return
        ;;
    '--mask')
        return
        ;;
    '--every')
        return
        ;;
    '--fps')
        return
        ;;
    '--gate')
        __vidproc_add_completions -W 'motion'
        return
        ;;
    '--tile')
        return
        ;;
    '--output'|'-o')
        return
        ;;
    '--emit')
        __vidproc_add_completions -W 'frames'$'\n''records'
        return
        ;;
    '--format')
        __vidproc_add_completions -W 'ndjson'$'\n''coco'$'\n''mot'$'\n''csv'$'\n''yolo'
        return
        ;;
    '--crops')
        return
        ;;
    '--start')
        return
        ;;
    '--duration')
        return
        ;;
    '--limit')
        return
        ;;
    '--timeout')
        return
        ;;
    '--input-format')
        return
        ;;
    '--input-option')
        return
        ;;
    '--progress')
        __vidproc_add_completions -W 'auto'$'\n''bar'$'\n''json'$'\n''none'
        return
        ;;
    esac
}

_vidproc_annotate() {
    repeating_flags=()
    non_repeating_flags=(--hud --no-audio --reconnect --quiet -q --verbose -v --version -h --help)
    repeating_options=(--line --zone --input-option)
    non_repeating_options=(--records --output -o --labels --min-score --hide --color-by --score-format --trail --hold --blur --blur-style --blur-hold --font --style --codec --crf --preset --start --duration --limit --timeout --input-format --progress)
    __vidproc_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--records')
        return
        ;;
    '--output'|'-o')
        return
        ;;
    '--labels')
        return
        ;;
    '--min-score')
        return
        ;;
    '--hide')
        return
        ;;
    '--color-by')
        __vidproc_add_completions -W 'class'$'\n''id'
        return
        ;;
    '--score-format')
        __vidproc_add_completions -W 'decimal'$'\n''percent'
        return
        ;;
    '--trail')
        return
        ;;
    '--hold')
        return
        ;;
    '--line')
        return
        ;;
    '--zone')
        return
        ;;
    '--blur')
        return
        ;;
    '--blur-style')
        __vidproc_add_completions -W 'pixelate'$'\n''blur'$'\n''fill'
        return
        ;;
    '--blur-hold')
        return
        ;;
    '--font')
        return
        ;;
    '--style')
        return
        ;;
    '--codec')
        __vidproc_add_completions -W 'h264'$'\n''hevc'$'\n''vp9'$'\n''av1'
        return
        ;;
    '--crf')
        return
        ;;
    '--preset')
        return
        ;;
    '--start')
        return
        ;;
    '--duration')
        return
        ;;
    '--limit')
        return
        ;;
    '--timeout')
        return
        ;;
    '--input-format')
        return
        ;;
    '--input-option')
        return
        ;;
    '--progress')
        __vidproc_add_completions -W 'auto'$'\n''bar'$'\n''json'$'\n''none'
        return
        ;;
    esac
}

_vidproc_models() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __vidproc_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|pull|path|add|verify|remove|engines)
        # Offer subcommand argument completions
        "_vidproc_models_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list pull path add verify remove engines' -- "${cur}"))
        ;;
    esac
}

_vidproc_models_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--task --format)
    __vidproc_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--task')
        __vidproc_add_completions -W 'objects'$'\n''faces'$'\n''pose'$'\n''classify'$'\n''embedding'
        return
        ;;
    '--format')
        __vidproc_add_completions -W 'table'$'\n''ndjson'
        return
        ;;
    esac
}

_vidproc_models_pull() {
    repeating_flags=()
    non_repeating_flags=(--all --quiet -q --verbose -v --version -h --help)
    repeating_options=()
    non_repeating_options=(--task --timeout --progress)
    __vidproc_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--task')
        __vidproc_add_completions -W 'objects'$'\n''faces'$'\n''pose'$'\n''classify'$'\n''embedding'
        return
        ;;
    '--timeout')
        return
        ;;
    '--progress')
        __vidproc_add_completions -W 'auto'$'\n''bar'$'\n''json'$'\n''none'
        return
        ;;
    esac
}

_vidproc_models_path() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __vidproc_offer_flags_options 1
}

_vidproc_models_add() {
    repeating_flags=()
    non_repeating_flags=(--replace --version -h --help)
    repeating_options=()
    non_repeating_options=(--name --task --labels --decoder --input-size --layout --channels --fit --pad --mean --std --min-score --license)
    __vidproc_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--name')
        return
        ;;
    '--task')
        __vidproc_add_completions -W 'objects'$'\n''faces'$'\n''pose'$'\n''classify'$'\n''embedding'
        return
        ;;
    '--labels')
        return
        ;;
    '--decoder')
        return
        ;;
    '--input-size')
        return
        ;;
    '--layout')
        return
        ;;
    '--channels')
        return
        ;;
    '--fit')
        return
        ;;
    '--pad')
        return
        ;;
    '--mean')
        return
        ;;
    '--std')
        return
        ;;
    '--min-score')
        return
        ;;
    '--license')
        return
        ;;
    esac
}

_vidproc_models_verify() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __vidproc_offer_flags_options 1
}

_vidproc_models_remove() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __vidproc_offer_flags_options 1
}

_vidproc_models_engines() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __vidproc_offer_flags_options 0
}

_vidproc_track() {
    repeating_flags=()
    non_repeating_flags=(--agnostic --tracked-only --no-lost --list-parameters --no-audio --reconnect --quiet -q --verbose -v --version -h --help)
    repeating_options=(--line --zone --input-option)
    non_repeating_options=(--tracker --config --max-lost --backfill --interpolate --boxes --camera --reid --init --at --label --shapes --dwell --anchor --output -o --emit --format --frame-rate --start --duration --limit --timeout --input-format --progress)
    __vidproc_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--tracker')
        __vidproc_add_completions -W 'cascade'$'\n''bytetrack'$'\n''botsort'$'\n''ocsort'$'\n''sort'
        return
        ;;
    '--config')
        return
        ;;
    '--max-lost')
        return
        ;;
    '--backfill')
        return
        ;;
    '--interpolate')
        return
        ;;
    '--boxes')
        __vidproc_add_completions -W 'filtered'$'\n''detected'
        return
        ;;
    '--camera')
        __vidproc_add_completions -W 'frames'$'\n''detections'$'\n''still'
        return
        ;;
    '--reid')
        return
        ;;
    '--init')
        return
        ;;
    '--at')
        return
        ;;
    '--label')
        return
        ;;
    '--line')
        return
        ;;
    '--zone')
        return
        ;;
    '--shapes')
        return
        ;;
    '--dwell')
        return
        ;;
    '--anchor')
        __vidproc_add_completions -W 'auto'$'\n''feet'$'\n''center'$'\n''top'$'\n''left'$'\n''right'
        return
        ;;
    '--output'|'-o')
        return
        ;;
    '--emit')
        __vidproc_add_completions -W 'frames'$'\n''records'
        return
        ;;
    '--format')
        __vidproc_add_completions -W 'ndjson'$'\n''mot'$'\n''csv'$'\n''coco'
        return
        ;;
    '--frame-rate')
        return
        ;;
    '--start')
        return
        ;;
    '--duration')
        return
        ;;
    '--limit')
        return
        ;;
    '--timeout')
        return
        ;;
    '--input-format')
        return
        ;;
    '--input-option')
        return
        ;;
    '--progress')
        __vidproc_add_completions -W 'auto'$'\n''bar'$'\n''json'$'\n''none'
        return
        ;;
    esac
}

_vidproc_track-eval() {
    repeating_flags=()
    non_repeating_flags=(--per-sequence --curves --version -h --help)
    repeating_options=()
    non_repeating_options=(--benchmark --threshold --classes --format)
    __vidproc_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--benchmark')
        __vidproc_add_completions -W 'mot15'$'\n''mot16'$'\n''mot17'$'\n''mot20'$'\n''none'
        return
        ;;
    '--threshold')
        return
        ;;
    '--classes')
        return
        ;;
    '--format')
        __vidproc_add_completions -W 'table'$'\n''ndjson'
        return
        ;;
    esac
}

_vidproc_analyze() {
    repeating_flags=()
    non_repeating_flags=(--per-frame --no-audio --reconnect --quiet -q --verbose -v --version -h --help)
    repeating_options=(--model --check --input-option)
    non_repeating_options=(--list --only --skip --with --interval --min-scene-length --labels --engine --reference --metrics --vmaf-model --vmaf-ffmpeg --reference-offset --junit --report --contact-sheet --thumbnails --keyframes --split --split-mode --output -o --format --emit --out --jobs --start --duration --limit --timeout --input-format --progress)
    __vidproc_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--list')
        return
        ;;
    '--only')
        return
        ;;
    '--skip')
        return
        ;;
    '--with')
        return
        ;;
    '--interval')
        return
        ;;
    '--min-scene-length')
        return
        ;;
    '--model')
        return
        ;;
    '--labels')
        return
        ;;
    '--engine')
        __vidproc_add_completions -W 'auto'$'\n''opencv'$'\n''openvino'
        return
        ;;
    '--reference')
        return
        ;;
    '--metrics')
        return
        ;;
    '--vmaf-model')
        return
        ;;
    '--vmaf-ffmpeg')
        return
        ;;
    '--reference-offset')
        return
        ;;
    '--check')
        return
        ;;
    '--junit')
        return
        ;;
    '--report')
        return
        ;;
    '--contact-sheet')
        return
        ;;
    '--thumbnails')
        return
        ;;
    '--keyframes')
        return
        ;;
    '--split')
        return
        ;;
    '--split-mode')
        __vidproc_add_completions -W 'copy'$'\n''exact'
        return
        ;;
    '--output'|'-o')
        return
        ;;
    '--format')
        __vidproc_add_completions -W 'ndjson'$'\n''text'$'\n''csv'$'\n''edl'$'\n''otio'
        return
        ;;
    '--emit')
        __vidproc_add_completions -W 'frames'$'\n''records'
        return
        ;;
    '--out')
        return
        ;;
    '--jobs')
        return
        ;;
    '--start')
        return
        ;;
    '--duration')
        return
        ;;
    '--limit')
        return
        ;;
    '--timeout')
        return
        ;;
    '--input-format')
        return
        ;;
    '--input-option')
        return
        ;;
    '--progress')
        __vidproc_add_completions -W 'auto'$'\n''bar'$'\n''json'$'\n''none'
        return
        ;;
    esac
}

_vidproc_transcode-hls() {
    repeating_flags=()
    non_repeating_flags=(--surround --no-tonemap --no-deinterlace --shared-analysis --no-shared-analysis --early --force --print-plan --strict --dry-run --live --event --plan --stitch --no-subtitles --no-audio --reconnect --quiet -q --verbose -v --version -h --help)
    repeating_options=(--rung --input-option)
    non_repeating_options=(--output -o --ladder --segment --container --codec --preset --effort --fps --audio-bitrate --quality --vmaf-ffmpeg --chunk --jobs --window --task --phase --copy --encrypt --key-uri --key-file --key-dir --key-rotation --thumbnails --start --duration --limit --timeout --input-format --progress)
    __vidproc_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--output'|'-o')
        return
        ;;
    '--rung')
        return
        ;;
    '--ladder')
        return
        ;;
    '--segment')
        return
        ;;
    '--container')
        __vidproc_add_completions -W 'fmp4'$'\n''ts'
        return
        ;;
    '--codec')
        __vidproc_add_completions -W 'h264'$'\n''hevc'$'\n''av1'
        return
        ;;
    '--preset')
        return
        ;;
    '--effort')
        __vidproc_add_completions -W 'normal'$'\n''high'
        return
        ;;
    '--fps')
        return
        ;;
    '--audio-bitrate')
        return
        ;;
    '--quality')
        return
        ;;
    '--vmaf-ffmpeg')
        return
        ;;
    '--chunk')
        return
        ;;
    '--jobs')
        return
        ;;
    '--window')
        return
        ;;
    '--task')
        return
        ;;
    '--phase')
        __vidproc_add_completions -W 'analysis'$'\n''quality'$'\n''encode'
        return
        ;;
    '--copy')
        __vidproc_add_completions -W 'auto'$'\n''never'
        return
        ;;
    '--encrypt')
        __vidproc_add_completions -W 'aes-128'
        return
        ;;
    '--key-uri')
        return
        ;;
    '--key-file')
        return
        ;;
    '--key-dir')
        return
        ;;
    '--key-rotation')
        return
        ;;
    '--thumbnails')
        return
        ;;
    '--start')
        return
        ;;
    '--duration')
        return
        ;;
    '--limit')
        return
        ;;
    '--timeout')
        return
        ;;
    '--input-format')
        return
        ;;
    '--input-option')
        return
        ;;
    '--progress')
        __vidproc_add_completions -W 'auto'$'\n''bar'$'\n''json'$'\n''none'
        return
        ;;
    esac
}

_vidproc_check-hls() {
    repeating_flags=()
    non_repeating_flags=(--no-media --no-decode --text --ndjson --rules --quiet -q --verbose -v --version -h --help)
    repeating_options=()
    non_repeating_options=(--watch --jobs --timeout --progress)
    __vidproc_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--watch')
        return
        ;;
    '--jobs')
        return
        ;;
    '--timeout')
        return
        ;;
    '--progress')
        __vidproc_add_completions -W 'auto'$'\n''bar'$'\n''json'$'\n''none'
        return
        ;;
    esac
}

_vidproc_schema() {
    repeating_flags=()
    non_repeating_flags=(--markdown --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __vidproc_offer_flags_options 1
}

_vidproc_sink() {
    repeating_flags=()
    non_repeating_flags=(--checksum --no-audio --reconnect --quiet -q --verbose -v --version -h --help)
    repeating_options=(--input-option)
    non_repeating_options=(--start --duration --limit --timeout --input-format --progress)
    __vidproc_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--start')
        return
        ;;
    '--duration')
        return
        ;;
    '--limit')
        return
        ;;
    '--timeout')
        return
        ;;
    '--input-format')
        return
        ;;
    '--input-option')
        return
        ;;
    '--progress')
        __vidproc_add_completions -W 'auto'$'\n''bar'$'\n''json'$'\n''none'
        return
        ;;
    esac
}

_vidproc_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __vidproc_offer_flags_options -1
}

complete -o filenames -F _vidproc vidproc
