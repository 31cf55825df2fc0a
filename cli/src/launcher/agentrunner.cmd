@echo off
rem Starts the agentrunner command on Windows; as kubectl-agentrunner it is kubectl's plugin.
setlocal
set "home=%~dp0.."
set "cache=agentrunner"
if "%~1"=="version" set "cache=version"
if "%~1"=="validate" set "cache=validate"
"%home%\runtime\bin\java" "@%home%\jvm.options" "-XX:AOTCache=%home%\%cache%.aot" -jar "%home%\agentrunner.jar" %*
