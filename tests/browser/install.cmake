# Installs the locked packages into FOLDER, once for each content of the lock file.
# cmake -DNPM=... -DSOURCE=tests/browser -DFOLDER=... -P install.cmake
file(SHA256 ${SOURCE}/package-lock.json wanted)
set(stamp ${FOLDER}/installed)
if(EXISTS ${stamp})
  file(READ ${stamp} installed)
endif()
if("${installed}" STREQUAL "${wanted}")
  message(STATUS "already installed")
  return()
endif()
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
foreach(name package.json package-lock.json .npmrc)
  file(COPY ${SOURCE}/${name} DESTINATION ${FOLDER})
endforeach()
execute_process(COMMAND ${NPM} ci --prefer-offline WORKING_DIRECTORY ${FOLDER}
  COMMAND_ERROR_IS_FATAL ANY)
file(WRITE ${stamp} "${wanted}")
