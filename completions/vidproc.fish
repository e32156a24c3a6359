function __vidproc_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __vidproc_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __vidproc_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __vidproc_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __vidproc_parse_tokens -S
    set -l unparsed_tokens (__vidproc_tokens -pc)
    switch $unparsed_tokens[1]
    case 'vidproc'
        __vidproc_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'capture'
            __vidproc_parse_subcommand 1 'o/output=' 'emit=' 'format=' 'start=' 'duration=' 'limit=' 'no-audio' 'timeout=' 'reconnect' 'input-format=' 'input-option=+' 'fps=' 'size=' 'pixel-format=' 'filter=' 'realtime' 'live=' 'record=' 'record-segment=' 'snapshot=' 'every=' 'list-devices' 'q/quiet' 'v/verbose' 'progress=' 'version' 'h/help'
        case 'probe'
            __vidproc_parse_subcommand 1 'fast' 'timeout=' 'input-format=' 'input-option=+' 'q/quiet' 'v/verbose' 'progress=' 'version' 'h/help'
        case 'transcode-hls'
            __vidproc_parse_subcommand 1 'o/output=' 'rung=+' 'ladder=' 'segment=' 'container=' 'codec=' 'preset=' 'fps=' 'audio-bitrate=' 'surround' 'no-tonemap' 'no-deinterlace' 'force' 'print-plan' 'strict' 'start=' 'duration=' 'limit=' 'no-audio' 'timeout=' 'reconnect' 'input-format=' 'input-option=+' 'q/quiet' 'v/verbose' 'progress=' 'version' 'h/help'
        case 'schema'
            __vidproc_parse_subcommand 1 'markdown' 'version' 'h/help'
        case 'sink'
            __vidproc_parse_subcommand 1 'checksum' 'start=' 'duration=' 'limit=' 'no-audio' 'timeout=' 'reconnect' 'input-format=' 'input-option=+' 'q/quiet' 'v/verbose' 'progress=' 'version' 'h/help'
        case 'help'
            __vidproc_parse_subcommand -r 1 'version'
        end
    end
end

function __vidproc_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __vidproc_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __vidproc_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __vidproc_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__vidproc_tokens -p)
    if test -z "$(__vidproc_tokens -t)"
        set -l index (count (__vidproc_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'vidproc' -f
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'capture' -d 'Turn a file, an address, a device or a screen into frames.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'probe' -d 'Print what an input holds: container, streams, timing, colour, HDR.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'transcode-hls' -d 'Make an adaptive HLS ladder: all renditions, playlists, audio groups.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'schema' -d 'Print the JSON Schema of each record type.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'sink' -d 'Read frames, touch every byte, and print what came: frames, bytes, rate, checksums.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_positional "vidproc" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" o output' -l 'output' -s 'o' -d 'Write to this file instead of standard output.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" emit' -l 'emit' -d 'What to write: frames or records.' -rfka 'frames records'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" format' -l 'format' -d 'Form of the frames: nut (with records and audio) or y4m (pictures alone).' -rfka 'nut y4m'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" start' -l 'start' -d 'Begin here: seconds or hh:mm:ss from the first frame.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" duration' -l 'duration' -d 'Read this much: seconds or hh:mm:ss.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" limit' -l 'limit' -d 'Stop after this many frames.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" no-audio' -l 'no-audio' -d 'Leave the audio out.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" timeout' -l 'timeout' -d 'Seconds that a source may keep silent (default: 30 for addresses, none for files).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" reconnect' -l 'reconnect' -d 'When a source drops, open it again and go on, for as long as --timeout allows.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" input-format' -l 'input-format' -d 'Container or device format by libav\'s name, where it cannot be told from the source.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture"' -l 'input-option' -d 'An option for the protocol, container or device, as key=value. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" fps' -l 'fps' -d 'Frames a second; frames are dropped or doubled to keep it.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" size' -l 'size' -d 'Fit the picture into this size, aspect ratio kept: 1280x720, 1280x or x720.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" pixel-format' -l 'pixel-format' -d 'Pixel format by libav\'s name, such as gray or rgb24.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" filter' -l 'filter' -d 'Any libavfilter chain.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" realtime' -l 'realtime' -d 'Pace a file as if it were live.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" live' -l 'live' -d 'When the next stage is slow: block, or drop frames and count them (default: drop for live sources).' -rfka 'block drop'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" record' -l 'record' -d 'Also store the source\'s packets, as they are, in this file.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" record-segment' -l 'record-segment' -d 'Store in pieces of this length; the path needs a pattern such as rec-%05d.mp4.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" snapshot' -l 'snapshot' -d 'Also store pictures: shot-%05d.png or .jpg; without a number, the first picture.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" every' -l 'every' -d 'Time between snapshots (default: every picture).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" list-devices' -l 'list-devices' -d 'List capture devices and screens, and end.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" v verbose' -l 'verbose' -s 'v' -d 'Say more: libav\'s informational messages too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" progress' -l 'progress' -d 'Progress on standard error: auto (a bar on a terminal), bar, json or none.' -rfka 'auto bar json none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc capture" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" fast' -l 'fast' -d 'Go by the headers; do not read the whole input.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" timeout' -l 'timeout' -d 'Seconds that a source may keep silent (default: 30 for addresses, none for files).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" input-format' -l 'input-format' -d 'Container or device format by libav\'s name, where it cannot be told from the source.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe"' -l 'input-option' -d 'An option for the protocol, container or device, as key=value. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" v verbose' -l 'verbose' -s 'v' -d 'Say more: libav\'s informational messages too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" progress' -l 'progress' -d 'Progress on standard error: auto (a bar on a terminal), bar, json or none.' -rfka 'auto bar json none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc probe" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" o output' -l 'output' -s 'o' -d 'The folder to fill; master.m3u8 is its top.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls"' -l 'rung' -d 'A rung as WIDTHxHEIGHT@BITRATE, such as 1280x720@2500k. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" ladder' -l 'ladder' -d 'Rungs from a JSON or YAML file.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" segment' -l 'segment' -d 'Target duration of a segment in seconds.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" container' -l 'container' -d 'fmp4 (CMAF) or ts.' -rfka 'fmp4 ts'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" codec' -l 'codec' -d 'h264, hevc or av1.' -rfka 'h264 hevc av1'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" preset' -l 'preset' -d 'The encoder\'s preset (default: faster for H.264, fast for HEVC, 8 for AV1).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" fps' -l 'fps' -d 'Frames a second; without it each frame of the source is kept.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" audio-bitrate' -l 'audio-bitrate' -d 'Bits a second of a stereo track.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" surround' -l 'surround' -d 'Keep surround sound beside the stereo version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" no-tonemap' -l 'no-tonemap' -d 'Leave HDR as it is instead of bringing it to BT.709 for H.264.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" no-deinterlace' -l 'no-deinterlace' -d 'Leave interlaced video as it is.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" force' -l 'force' -d 'Replace what another job left in the folder, once the new set is whole.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" print-plan' -l 'print-plan' -d 'Print the plan as JSON and end.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" strict' -l 'strict' -d 'End with status 2 when damaged packets were passed over.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" start' -l 'start' -d 'Begin here: seconds or hh:mm:ss from the first frame.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" duration' -l 'duration' -d 'Read this much: seconds or hh:mm:ss.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" limit' -l 'limit' -d 'Stop after this many frames.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" no-audio' -l 'no-audio' -d 'Leave the audio out.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" timeout' -l 'timeout' -d 'Seconds that a source may keep silent (default: 30 for addresses, none for files).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" reconnect' -l 'reconnect' -d 'When a source drops, open it again and go on, for as long as --timeout allows.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" input-format' -l 'input-format' -d 'Container or device format by libav\'s name, where it cannot be told from the source.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls"' -l 'input-option' -d 'An option for the protocol, container or device, as key=value. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" v verbose' -l 'verbose' -s 'v' -d 'Say more: libav\'s informational messages too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" progress' -l 'progress' -d 'Progress on standard error: auto (a bar on a terminal), bar, json or none.' -rfka 'auto bar json none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc transcode-hls" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc schema" markdown' -l 'markdown' -d 'Print a Markdown table of all records and their keys.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc schema" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc schema" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" checksum' -l 'checksum' -d 'Also print the SHA-256 of all pictures and of each audio track.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" start' -l 'start' -d 'Begin here: seconds or hh:mm:ss from the first frame.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" duration' -l 'duration' -d 'Read this much: seconds or hh:mm:ss.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" limit' -l 'limit' -d 'Stop after this many frames.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" no-audio' -l 'no-audio' -d 'Leave the audio out.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" timeout' -l 'timeout' -d 'Seconds that a source may keep silent (default: 30 for addresses, none for files).' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" reconnect' -l 'reconnect' -d 'When a source drops, open it again and go on, for as long as --timeout allows.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" input-format' -l 'input-format' -d 'Container or device format by libav\'s name, where it cannot be told from the source.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink"' -l 'input-option' -d 'An option for the protocol, container or device, as key=value. May be repeated.' -rfka ''
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" q quiet' -l 'quiet' -s 'q' -d 'Say nothing but errors.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" v verbose' -l 'verbose' -s 'v' -d 'Say more: libav\'s informational messages too.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" progress' -l 'progress' -d 'Progress on standard error: auto (a bar on a terminal), bar, json or none.' -rfka 'auto bar json none'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" version' -l 'version' -d 'Show the version.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc sink" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'vidproc' -n '__vidproc_should_offer_completions_for_flags_or_options "vidproc help" version' -l 'version' -d 'Show the version.'
