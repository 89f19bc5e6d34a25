# Fails when a room includes something it may not know (core/README.md has the table).
# Run as: cmake -DSOURCE_DIR=… -P layers.cmake
#
# room|rooms and headers it may include besides its own|library headers only some rooms may include
set(rooms
    "core/base||"
    "core/content|core/base|openssl"
    "core/storage|core/base|QSql"
    "core/vault|core/base|qt6keychain"
    "core/api|core/base,core/content/cid/cid.h|QNetwork,QHttpMultiPart,curl"
    "core/account|core/base,core/api,core/vault,core/storage|"
    "core/library|core/base,core/api,core/storage,core/content|"
    "core/upload|core/base,core/api,core/content|"
    "core/download|core/base,core/api,core/content|"
    "core/transfer|core/base,core/api,core/storage,core/content,core/upload,core/download|"
    "core/local|core/base,core/api/wire/types.h,core/api/wire/wire.h,core/api/wire/routes.h,core/storage,core/content|microhttpd,openssl,QSql,QNetwork"
    "core/service|core/base,core/api,core/account,core/library,core/upload,core/transfer,core/vault,core/storage,core/content/cid/cid.h|"
    "ui|core/base,core/service,core/account,core/library,core/upload,core/download,core/transfer,core/api/wire/types.h,core/content/cid/cid.h,core/content/unixfs/profile.h,core/content/secrets/secrets.h|QWidget")
set(guarded "curl/" "openssl/" "microhttpd" "qt6keychain/" "QSql" "QNetwork" "QHttp" "QWidget" "QApplication")

set(offences "")
foreach(row IN LISTS rooms)
    string(REGEX MATCH "^([^|]*)\\|([^|]*)\\|(.*)$" _ "${row}")
    set(room "${CMAKE_MATCH_1}")
    set(doors "${CMAKE_MATCH_2}")
    set(libraries "${CMAKE_MATCH_3}")
    string(REPLACE "," ";" doors "${doors}")
    string(REPLACE "," ";" libraries "${libraries}")
    file(GLOB_RECURSE sources "${SOURCE_DIR}/${room}/*.h" "${SOURCE_DIR}/${room}/*.cpp")
    foreach(source IN LISTS sources)
        file(RELATIVE_PATH name "${SOURCE_DIR}" "${source}")
        file(STRINGS "${source}" includes REGEX "^#include ")
        foreach(line IN LISTS includes)
            if(line MATCHES "\"(.*)\"")
                set(header "${CMAKE_MATCH_1}")
                set(known FALSE)
                foreach(door IN LISTS doors ITEMS "${room}/")
                    string(FIND "${header}" "${door}" at)
                    if(at EQUAL 0)
                        set(known TRUE)
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
                            if(line MATCHES "<${library}" OR (room STREQUAL "ui" AND guard MATCHES "QWidget|QApplication"))
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
if(offences)
    list(JOIN offences "\n  " text)
    message(FATAL_ERROR "Layering broken:\n  ${text}")
endif()
