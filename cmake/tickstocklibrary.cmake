# tickstock_library(core/market SOURCES ... [LINKS ...] [USES ...]): one folder of the tree as the static library
# tickstock_market. LINKS are visible to whoever includes the folder's headers, USES to its sources only.
#
# A folder's headers are found only by targets that link it, directly or through others: each library offers an
# include path with nothing but its own folder in it. So an include against the arrows does not compile.
function(tickstock_library folder)
    cmake_parse_arguments(arg "" "" "SOURCES;LINKS;USES" ${ARGN})
    get_filename_component(name ${folder} NAME)
    list(TRANSFORM arg_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/${folder}/)
    qt_add_library(tickstock_${name} STATIC ${arg_SOURCES})
    tickstock_offer_headers(tickstock_${name} ${folder})
    target_link_libraries(tickstock_${name} PUBLIC tickstock_options ${arg_LINKS} PRIVATE ${arg_USES})
endfunction()

# Includes of "<folder>/..." find that folder of the tree, and no other.
function(tickstock_offer_headers target folder)
    set(root ${CMAKE_BINARY_DIR}/include/${target})
    get_filename_component(parent ${folder} DIRECTORY)
    file(MAKE_DIRECTORY ${root}/${parent})
    file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${folder} ${root}/${folder} SYMBOLIC)
    target_include_directories(${target} PUBLIC ${root})
endfunction()
