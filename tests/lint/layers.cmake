# Fails when a folder includes something it may not know or has outgrown a page; core/README.md and
# ui/README.md say what each folder is. Run as: cmake -DSOURCE_DIR=… -P layers.cmake
#
# folder | folders and headers it may include besides its own | library headers only some may include
# A row "a/b" allows everything below a/b. Rows within a room stand in order: each knows rows above.
# A hook gives a folder from where it stands.
get_filename_component(SOURCE_DIR "${SOURCE_DIR}" ABSOLUTE)
cmake_minimum_required(VERSION 3.25)

# What only POSIX systems have: behind core/base/posix, so that another system needs one folder more.
set(posix "unistd.h" "fcntl.h" "sys/" "dirent.h" "poll.h" "signal.h" "csignal" "pwd.h" "termios.h" "linux/")
list(JOIN posix "," posix_row)

set(folders
    "core/base||"
    "core/base/posix|core/base|${posix_row},netinet"
    "core/storage|core/base|QSql"
    "core/vault|core/base|qt6keychain,QDBus"

    "core/content/cid|core/base|openssl"
    "core/content/codec|core/base,core/content/cid|"
    "core/content/car|core/base,core/content/cid,core/content/codec|"
    "core/content/unixfs|core/base,core/content/cid,core/content/codec|"
    "core/content/secrets|core/base|"
    "core/content/io|core/base|"
    "core/content/source|core/base,core/content/cid,core/content/codec,core/content/unixfs,core/content/secrets,core/content/io|"
    "core/content/build|core/base,core/content/cid,core/content/codec,core/content/car,core/content/unixfs,core/content/secrets,core/content/io,core/content/source|"
    "core/content/plan|core/base,core/content|"

    "core/api/wire|core/base,core/content/cid|"
    "core/api/http|core/base,core/api/wire|QNetwork,QHttpMultiPart,QSsl,curl,openssl"
    "core/api/source|core/base,core/content/cid,core/api/wire,core/api/http|"
    "core/api/client|core/base,core/content/cid,core/api/wire,core/api/http|QNetwork"

    "core/account|core/base,core/api,core/vault,core/storage,core/content/cid|"
    "core/library|core/base,core/api,core/storage,core/content|"
    "core/upload|core/base,core/api,core/content|"
    "core/download|core/base,core/api,core/content|"

    "core/transfer/store|core/base,core/api/wire,core/api/http,core/storage,core/content,core/upload,core/download|"
    "core/transfer/run|core/base,core/api,core/content,core/upload,core/download,core/transfer/store|"
    "core/transfer/queue|core/base,core/api,core/content,core/upload,core/download,core/transfer/store,core/transfer/run|"

    "core/service|core/base,core/api,core/account,core/library,core/upload,core/transfer,core/vault,core/storage,core/content/cid|"

    "core/local/http|core/base,core/api/wire|microhttpd,netinet,QNetwork"
    "core/local/records|core/base,core/api/wire,core/storage,core/content/cid|"
    "core/local/accounts|core/base,core/api/wire,core/storage,core/local/http,core/local/records|openssl"
    "core/local/store|core/base,core/api/wire,core/storage,core/content,core/local/records|"
    "core/local/garbage|core/base,core/api/wire,core/storage,core/content,core/local/records,core/local/store|"
    "core/local/check|core/base,core/api/wire,core/storage,core/content,core/local/records,core/local/store|"
    "core/local/pins|core/base,core/api/wire,core/api/http,core/api/source,core/storage,core/content,core/local/records,core/local/store|"
    "core/local/recovery|core/base,core/api/wire,core/storage,core/content,core/local/records,core/local/accounts,core/local/store,core/local/garbage,core/local/pins|"
    "core/local/gateway|core/base,core/api/wire,core/content,core/local/http,core/local/store|"
    "core/local/endpoints|core/base,core/api/wire,core/storage,core/content,core/local/http,core/local/records,core/local/accounts,core/local/store,core/local/pins,core/local/gateway|QNetwork"
    "core/local|core/base,core/api/wire,core/storage,core/content,core/local|microhttpd,openssl,QNetwork"

    "ui/style|core/base|QWidget"
    "ui/text/errors|core/base,core/api/http/loopback.h,core/api/http/networkenvironment.h,core/api/http/redirect.h,core/api/http/trust.h,ui/text/displaytext.h,ui/text/formatting.h|"
    "ui/text|core/base,core/account,core/upload,core/download,core/transfer/store,core/api/source/sourceanswer.h,core/api/http/loopback.h,core/api/http/networkenvironment.h,core/api/http/redirect.h,core/api/http/trust.h,core/api/wire/types.h,core/content/cid,core/content/secrets/secrets.h,ui/style,ui/text/errors|"
    "ui/common|core/base,ui/style,ui/text|QWidget"
    "ui/account|core/base,core/account,core/service,core/api/http/loopback.h,core/api/wire/types.h,ui/style,ui/text,ui/common|QWidget"
    "ui/tokens|core/base,core/account,core/api/wire/types.h,ui/style,ui/text,ui/common|QWidget"
    "ui/stored|core/base,core/account,core/service,core/library,core/download,core/transfer/queue,core/api/wire/types.h,core/content/cid,ui/style,ui/text,ui/common|QWidget"
    "ui/uploads/list|core/base,core/service,core/transfer,core/api/wire/types.h,ui/style,ui/text,ui/common|QWidget"
    "ui/uploads/plan|core/base,core/service,core/upload,core/api/wire/types.h,core/content/unixfs/profile.h,ui/style,ui/text,ui/common|QWidget"
    "ui/uploads|core/base,core/service,core/transfer,ui/style,ui/text,ui/common,ui/uploads|QWidget"
    "ui|core/base,core/service,core/account,core/content/cid,ui|QWidget")
set(guarded "curl/" "QSsl" "openssl/" "microhttpd" "qt6keychain/" "QSql" "QNetwork" "QHttp" "QWidget" "QApplication"
    "netinet/" ${posix})
set(most_sources 30)

set(offences "")
set(counts "")
set(rows "")
foreach(row IN LISTS folders)
    string(REGEX MATCH "^([^|]*)\\|([^|]*)\\|(.*)$" _ "${row}")
    set(folder "${CMAKE_MATCH_1}")
    list(APPEND rows "${folder}")
    string(REPLACE "," ";" allowed "${CMAKE_MATCH_2}")
    string(REPLACE "," ";" libraries "${CMAKE_MATCH_3}")
    # The folder alone: what lies below it has rows of its own.
    file(GLOB sources "${SOURCE_DIR}/${folder}/*.h" "${SOURCE_DIR}/${folder}/*.cpp")
    list(LENGTH sources count)
    list(APPEND counts "${folder}: ${count}")
    if(count GREATER most_sources)
        list(APPEND offences "${folder} has ${count} sources, more than ${most_sources}")
    endif()
    foreach(source IN LISTS sources)
        file(RELATIVE_PATH name "${SOURCE_DIR}" "${source}")
        file(STRINGS "${source}" includes REGEX "^#include ")
        foreach(line IN LISTS includes)
            if(line MATCHES "\"(.*)\"")
                set(header "${CMAKE_MATCH_1}")
                get_filename_component(from "${header}" DIRECTORY)
                set(known FALSE)
                if(from STREQUAL folder)
                    set(known TRUE)
                endif()
                foreach(entry IN LISTS allowed)
                    if(header STREQUAL entry OR from STREQUAL entry)
                        set(known TRUE)
                    else()
                        string(FIND "${from}/" "${entry}/" at)
                        if(at EQUAL 0)
                            set(known TRUE)
                        endif()
                    endif()
                endforeach()
                if(NOT known AND header MATCHES "/")
                    list(APPEND offences "${name} includes ${header}")
                endif()
            else()
                foreach(guard IN LISTS guarded)
                    if(line MATCHES "<${guard}")
                        set(known FALSE)
                        foreach(library IN LISTS libraries)
                            if(line MATCHES "<${library}" OR (library STREQUAL "QWidget" AND guard MATCHES "QApplication"))
                                set(known TRUE)
                            endif()
                        endforeach()
                        if(NOT known)
                            list(APPEND offences "${name}: ${line}")
                        endif()
                    endif()
                endforeach()
            endif()
        endforeach()
    endforeach()
endforeach()

# No folder without a row.
file(GLOB_RECURSE all RELATIVE "${SOURCE_DIR}" "${SOURCE_DIR}/core/*.h" "${SOURCE_DIR}/core/*.cpp"
     "${SOURCE_DIR}/ui/*.h" "${SOURCE_DIR}/ui/*.cpp")
foreach(source IN LISTS all)
    get_filename_component(folder "${source}" DIRECTORY)
    list(APPEND seen "${folder}")
endforeach()
list(REMOVE_DUPLICATES seen)
foreach(folder IN LISTS seen)
    if(NOT folder IN_LIST rows)
        list(APPEND offences "${folder} has no row in tests/lint/layers.cmake")
    endif()
endforeach()

# The product knows no test; app/ has no rows of its own, so this is said apart.
file(GLOB_RECURSE all RELATIVE "${SOURCE_DIR}" "${SOURCE_DIR}/app/*.h" "${SOURCE_DIR}/app/*.cpp"
     "${SOURCE_DIR}/core/*.h" "${SOURCE_DIR}/core/*.cpp" "${SOURCE_DIR}/ui/*.h" "${SOURCE_DIR}/ui/*.cpp")
foreach(source IN LISTS all)
    file(STRINGS "${SOURCE_DIR}/${source}" includes REGEX "^[ \t]*#[ \t]*include[ \t]*[\"<](\\.\\./)*tests/")
    foreach(line IN LISTS includes)
        list(APPEND offences "${source}: ${line}")
    endforeach()
endforeach()

# The programs have no rows, and no system of their own either.
file(GLOB_RECURSE programs RELATIVE "${SOURCE_DIR}" "${SOURCE_DIR}/app/*.h" "${SOURCE_DIR}/app/*.cpp")
foreach(source IN LISTS programs)
    file(STRINGS "${SOURCE_DIR}/${source}" includes REGEX "^#include <")
    foreach(line IN LISTS includes)
        foreach(guard IN LISTS posix)
            if(line MATCHES "<${guard}")
                list(APPEND offences "${source}: ${line}")
            endif()
        endforeach()
    endforeach()
endforeach()

list(JOIN counts "\n  " text)
message(STATUS "Sources in each folder:\n  ${text}")
if(offences)
    list(JOIN offences "\n  " text)
    message(FATAL_ERROR "Layering broken:\n  ${text}")
endif()
